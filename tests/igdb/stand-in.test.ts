import fetch from 'node-fetch';
import { afterEach, expect, test } from 'vitest';
import { createIgdbClient } from '@playkin/functions/src/igdb/client.ts';
import { GAME_FIELDS } from '@playkin/functions/src/igdb/fields.ts';
import { startStandIn } from '@playkin/functions/src/stand-in/stand-in.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((standIn) => standIn.close()));
});

const game = (id: number) => ({
  id,
  name: `Game ${id}`,
  updated_at: 1_700_000_000 + id,
  genres: [{ id: 31, name: 'Adventure' }],
  involved_companies: [{ id, company: { id: 7, name: 'Seven' }, developer: true, publisher: false }],
});

/** A client of a stand-in with `count` games, whose ids have gaps. */
async function clientOf(count: number, requestsPerSecond: number) {
  const records = Array.from({ length: count }, (_, i) => JSON.stringify(game(3 * i + 1)));
  const standIn = await startStandIn({ records, clock: Date.now, requestsPerSecond, clientSecret: 'secret' });
  open.push(standIn);
  const client = (clientSecret: string) =>
    createIgdbClient({
      baseUrl: standIn.baseUrl,
      tokenUrl: standIn.tokenUrl,
      clientId: 'id',
      clientSecret,
      requestsPerSecond,
      requestTimeoutMs: 10_000,
      fetch,
      random: () => 0.5,
      onRetry: () => undefined,
      clock: Date.now,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    });
  return { standIn, client };
}

test('a crawl brings every game once, with the names behind its ids', async () => {
  const { client, standIn } = await clientOf(1203, Infinity);
  const records: unknown[] = [];
  for await (const page of client('secret').pages({ afterId: 0, fields: GAME_FIELDS }))
    records.push(...page.records);
  expect(records).toHaveLength(1203);
  expect(records).toMatchObject(Array.from({ length: 1203 }, (_, i) => game(3 * i + 1)));
  expect(standIn.stats).toEqual({ requests: 4, replies: { 200: 4 } });
});

test('a crawl may be for changed games only, after a cursor, up to a limit', async () => {
  const { client } = await clientOf(20, Infinity);
  const ids: number[] = [];
  const options = { afterId: 40, where: 'updated_at > 1700000045', limit: 3, fields: ['id'] };
  for await (const page of client('secret').pages(options))
    ids.push(...page.records.map((r) => (r as { id: number }).id));
  expect(ids).toEqual([46, 49, 52]);
});

test('games are counted', async () => {
  const { client } = await clientOf(20, Infinity);
  expect(await client('secret').count()).toBe(20);
  expect(await client('secret').count('updated_at > 1700000045')).toBe(5);
});

test('requests at the rate allowed all come through', async () => {
  const { client } = await clientOf(1, 40);
  const igdb = client('secret');
  expect(await Promise.all(Array.from({ length: 30 }, () => igdb.count()))).toEqual(
    Array.from({ length: 30 }, () => 1),
  );
});

test('a wrong secret is told as such', async () => {
  const { client } = await clientOf(1, Infinity);
  await expect(client('wrong').count()).rejects.toThrow('check IGDB_CLIENT_ID and IGDB_CLIENT_SECRET');
});
