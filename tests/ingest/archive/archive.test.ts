import { gunzipSync } from 'node:zlib';
import { PAGE_RECORDS } from '@playkin/functions/src/igdb/page.ts';
import type { GamePage } from '@playkin/functions/src/igdb/pages.ts';
import { openArchive } from '@playkin/functions/src/ingest/archive/write.ts';
import { mapAhead } from '@playkin/functions/src/streams.ts';
import type { Storage } from '@playkin/functions/src/storage.ts';
import { describe, expect, test } from 'vitest';
import { dataFolder, nightly } from './data-folder.ts';
import { fakeIgdb } from '../../support/fake-igdb.ts';
import { memoryStorage } from '../../support/memory-storage.ts';

const RUN = { runId: '20260102T235959999Z-abcdef', startedAt: '2026-01-02T23:59:59.999Z' };
const FOLDER = 'raw/games/date=2026-01-02/run=20260102T235959999Z-abcdef/';

const page = (records: unknown[], fetchedAt = '2026-01-03T00:00:01.002Z'): GamePage => ({
  records,
  lastId: 1,
  remaining: undefined,
  final: false,
  fetchedAt,
});

async function* pagesOf(...pages: GamePage[]) {
  await Promise.resolve();
  yield* pages;
}

const linesOf = (bytes: Uint8Array | undefined) =>
  gunzipSync(bytes ?? new Uint8Array())
    .toString()
    .split('\n');

describe('the archive', () => {
  test('holds each page under the day the run started, its number and when it was fetched', async () => {
    const objects = new Map<string, Uint8Array>();
    const archive = openArchive(memoryStorage(objects), RUN);
    const first = page([{ id: 1 }, { id: 2 }]);
    const kept = await Array.fromAsync(archive.keepPages(pagesOf(first, page([{ id: 3 }]))));
    expect(kept[0]).toBe(first);
    // Fetched in another phase of the same run.
    await Array.fromAsync(archive.keepPages(pagesOf(page([{ id: 1 }], '2026-01-03T11:12:13.014Z'))));
    expect([...objects.keys()].sort()).toEqual([
      `${FOLDER}000000-20260103T000001002Z.ndjson.gz`,
      `${FOLDER}000001-20260103T000001002Z.ndjson.gz`,
      `${FOLDER}000002-20260103T111213014Z.ndjson.gz`,
    ]);
    expect(linesOf(objects.get(`${FOLDER}000000-20260103T000001002Z.ndjson.gz`))).toEqual([
      '{"id":1}',
      '{"id":2}',
      '',
    ]);
  });

  test('keeps every value as received, but for half a surrogate pair, which is no JSON', async () => {
    const records = [
      {
        id: 1,
        name: 'Ψ "quoted"\n\u2028\u0000 🎮',
        summary: null,
        rating: 90.5,
        genres: [1, { id: 2 }],
        extra: {},
      },
      null,
      'a text',
      [],
      { name: 'cut \ud83c' },
    ];
    const objects = new Map<string, Uint8Array>();
    await Array.fromAsync(openArchive(memoryStorage(objects), RUN).keepPages(pagesOf(page(records))));
    const [bytes] = objects.values();
    const lines = linesOf(bytes).slice(0, -1);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      ...records.slice(0, -1),
      { name: 'cut \ufffd' },
    ]);
  });

  test('has a page before anyone else does, and ends the run when it cannot', async () => {
    const objects = new Map<string, Uint8Array>();
    const full: Storage = {
      ...memoryStorage(objects),
      write: async (path, bytes) => {
        if (objects.size === 1) throw new Error('The disk is full');
        await memoryStorage(objects).write(path, bytes);
      },
    };
    const passed: GamePage[] = [];
    const read = async () => {
      for await (const kept of openArchive(full, RUN).keepPages(pagesOf(page([1]), page([2]), page([3])))) {
        passed.push(kept);
        expect(objects.size).toBeGreaterThanOrEqual(passed.length);
      }
    };
    await expect(read()).rejects.toThrow('The disk is full');
    expect(passed.length).toBeLessThan(3);
  });

  test('lists the games found to be gone', async () => {
    const objects = new Map<string, Uint8Array>();
    await openArchive(memoryStorage(objects), RUN).keepRemovals([7, 9], '2026-01-03T01:00:00.000Z');
    expect(linesOf(objects.get(`${FOLDER}removed.ndjson.gz`))).toEqual([
      '{"id":7,"removed_at":"2026-01-03T01:00:00.000Z"}',
      '{"id":9,"removed_at":"2026-01-03T01:00:00.000Z"}',
      '',
    ]);
  });

  test('of a run holds all that it received, and its row as saved, whether it was done or failed', async () => {
    const folder = await dataFolder();
    const igdb = fakeIgdb(
      Array.from({ length: 2 * PAGE_RECORDS + 1 }, (_, i) => ({ id: i + 1, name: 'x' })),
      PAGE_RECORDS,
    );
    igdb.state.failAfterId = 2 * PAGE_RECORDS;
    await expect(nightly(folder, igdb).ask({ mode: 'full' })).rejects.toThrow('IGDB is down');
    const prefix = 'raw/games/date=2026-01-01/run=run-01/';
    expect([...folder.objects.keys()].sort()).toEqual([
      `${prefix}000000-20260101T010000000Z.ndjson.gz`,
      `${prefix}000001-20260101T010000000Z.ndjson.gz`,
      `${prefix}run.json`,
    ]);
    const row: unknown = JSON.parse(Buffer.from(folder.objects.get(`${prefix}run.json`) ?? []).toString());
    expect([row]).toEqual(await folder.rows('SELECT * FROM runs'));
    expect(row).toMatchObject({ status: 'failed', error: 'IGDB is down', cursor: 2 * PAGE_RECORDS });
  });
});

describe('work ahead', () => {
  const numbers = async function* (count: number, thenFail = false) {
    for (let i = 0; i < count; i++) yield await Promise.resolve(i);
    if (thenFail) throw new Error('no more');
  };
  /** Work that ends in another order than it began. */
  const slowWork = (failAt = Infinity) => {
    const state = { open: 0, most: 0 };
    const work = async (item: number) => {
      state.most = Math.max(state.most, ++state.open);
      await new Promise((resolve) => setTimeout(resolve, item % 3 === 0 ? 8 : 1));
      state.open -= 1;
      if (item === failAt) throw new Error(`not ${item}`);
      return item * 10;
    };
    return { state, work };
  };
  const take = async (results: AsyncIterable<number>, into: number[]) => {
    for await (const result of results) into.push(result);
  };

  test('keeps the order, and does no more at once than it may', async () => {
    const { state, work } = slowWork();
    const results: number[] = [];
    await take(mapAhead(numbers(10), 3, work), results);
    expect(results).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(state.most).toBe(3);
  });

  test('throws an error of the source after what came before it', async () => {
    const results: number[] = [];
    await expect(take(mapAhead(numbers(4, true), 3, slowWork().work), results)).rejects.toThrow('no more');
    expect(results).toEqual([0, 10, 20, 30]);
  });

  test('throws an error of the work in its turn, and passes on nothing after it', async () => {
    const results: number[] = [];
    await expect(take(mapAhead(numbers(9), 3, slowWork(4).work), results)).rejects.toThrow('not 4');
    expect(results).toEqual([0, 10, 20, 30]);
  });

  test('has ended when its reader leaves', async () => {
    const { state, work } = slowWork();
    const results = mapAhead(numbers(9), 3, work);
    await results.next();
    await results.return(undefined);
    expect(state.open).toBe(0);
  });
});
