import { expect, test } from 'vitest';
import { readWebhookIds, recordWebhookId } from '@playkin/functions/src/ingest/webhook-ids.ts';
import { freshStorage } from '../support/temporary-folder.ts';

/** Storage with the ids recorded at the times. */
async function recorded(...ids: [time: string, id: number][]) {
  const storage = await freshStorage();
  for (const [time, id] of ids) await recordWebhookId(storage, id, Date.parse(time));
  return storage;
}

test('gives each id once, in order, over midnight and the end of a year', async () => {
  const storage = await recorded(
    ['2025-12-30T10:00:00Z', 5],
    ['2025-12-31T23:59:59.999Z', 20],
    ['2026-01-01T00:00:00Z', 100],
    ['2026-01-02T01:00:00Z', 20],
    ['2026-01-02T03:00:00Z', 6],
  );
  expect(await readWebhookIds(storage, '2025-12-31T00:00:00.000Z', '2026-01-02T02:00:00.000Z')).toEqual([
    20, 100,
  ]);
});

test('begins with `since` and ends before `until`, to the millisecond', async () => {
  const storage = await recorded(
    ['2026-01-02T03:04:05.677Z', 1],
    ['2026-01-02T03:04:05.678Z', 2],
    ['2026-01-02T03:04:05.999Z', 3],
    ['2026-01-02T03:04:06.000Z', 4],
  );
  expect(await readWebhookIds(storage, '2026-01-02T03:04:05.678Z', '2026-01-02T03:04:06Z')).toEqual([2, 3]);
  expect(await readWebhookIds(storage, '2026-01-02T03:04:06Z', '2026-01-02T03:04:06Z')).toEqual([]);
});

test('passes over whatever else lies there', async () => {
  const storage = await recorded(['2026-01-02T03:04:05Z', 7]);
  const folder = 'webhooks/games/date=2026-01-02';
  for (const name of ['notes', '20260102T030405000Z-x', '20260102T030405000Z-8.txt']) {
    await storage.write(`${folder}/${name}`, new Uint8Array());
  }
  expect(await readWebhookIds(storage, '2026-01-01T00:00:00Z', '2026-01-03T00:00:00Z')).toEqual([7]);
});

test('of a storage without any are none', async () => {
  expect(await readWebhookIds(await freshStorage(), '2025-12-01T00:00:00Z', '2026-01-02T00:00:00Z')).toEqual(
    [],
  );
});
