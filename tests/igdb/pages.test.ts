import { describe, expect, test } from 'vitest';
import { MAX_PAGES_ASKED, pages } from '@playkin/functions/src/igdb/pages.ts';
import { type ChangingIgdbOptions, changingIgdb } from './changing-igdb.ts';
import { seededRandom } from '@playkin/functions/src/evaluate/random.ts';

const idsTo = (count: number, gap = 1) => Array.from({ length: count }, (_, i) => 1 + i * gap);

async function crawl(options: Partial<ChangingIgdbOptions> & { ids: readonly number[] }, limit?: number) {
  const { ask, log } = changingIgdb({ random: () => 0, ...options });
  const received = [];
  const asking = { afterId: 0, fields: ['id'], ...(limit !== undefined && { limit }) };
  for await (const page of pages(ask, () => 0, asking, new AbortController().signal)) received.push(page);
  const ids = received.flatMap(({ records }) => records.map((record) => (record as { id: number }).id));
  return { ids, pages: received, ...log };
}

describe('asking ahead', () => {
  test('begins each page with the last record that the pages under way are to bring', async () => {
    const { asked, ids } = await crawl({ ids: idsTo(2495) });
    expect(asked).toEqual([
      { afterId: 0, limit: 500, offset: 0 },
      { afterId: 499, limit: 500, offset: 0 },
      { afterId: 500, limit: 500, offset: 498 },
      { afterId: 500, limit: 500, offset: 997 },
      { afterId: 500, limit: 500, offset: 1496 },
    ]);
    expect(ids).toEqual(idsTo(2495));
  });

  test('goes on from the cursor as it moves', async () => {
    const { asked } = await crawl({ ids: idsTo(20_000) });
    // Twelve are under way behind 500; the first of them is delivered.
    expect(asked[13]).toEqual({ afterId: 999, limit: 500, offset: 11 * 499 - 1 });
    expect(asked).toHaveLength(1 + Math.ceil((20_000 - 500) / 499));
  });

  test.each([1, 499, 501, 500 + 499 * 3 - 1])('makes no request too many for %i games', async (count) => {
    const { asked, ids } = await crawl({ ids: idsTo(count) });
    expect(ids).toHaveLength(count);
    expect(asked).toHaveLength(Math.ceil(count / 500));
  });

  test('costs no more than five requests in a thousand', async () => {
    const { asked } = await crawl({ ids: idsTo(60_000) });
    expect(asked.length).toBeLessThanOrEqual((60_000 / 500) * 1.005 + 1);
  });

  test.each([
    [1, 1],
    [500, 1],
    [501, 2],
    [1498, 3],
    [1499, 4],
  ])('brings %i games of more in %i requests, and asks for none beyond', async (limit, requests) => {
    const { asked, ids, pages: received } = await crawl({ ids: idsTo(20_000) }, limit);
    expect(ids).toEqual(idsTo(limit));
    expect(asked).toHaveLength(requests);
    expect(received.at(-1)).toMatchObject({ final: false, lastId: limit, remaining: 20_000 - limit });
  });

  test('says of every page how many remain', async () => {
    const { pages: received } = await crawl({ ids: idsTo(3000), random: seededRandom(1) });
    for (const { lastId, remaining } of received) expect(remaining).toBe(3000 - lastId);
    expect(received.map(({ final }) => final).indexOf(true)).toBe(received.length - 1);
  });

  test('is bounded', async () => {
    expect((await crawl({ ids: idsTo(20_000), random: seededRandom(1) })).maxOpen).toBe(MAX_PAGES_ASKED);
  });

  test('does not happen where IGDB counts nothing', async () => {
    const { ids, asked, maxOpen } = await crawl({ ids: idsTo(2600), counts: false });
    expect(ids).toEqual(idsTo(2600));
    expect(asked.every(({ offset }) => offset === 0)).toBe(true);
    expect(maxOpen).toBe(1);
  });
});

describe('a page asked ahead', () => {
  /** Changes something before the request with this number, from 1, is answered. */
  const at = (number: number, change: NonNullable<ChangingIgdbOptions['onRequest']>) => {
    let requests = 0;
    return (changes: Parameters<typeof change>[0]) => {
      requests += 1;
      if (requests === number) change(changes);
    };
  };
  const minimum = 1 + Math.ceil((4000 - 500) / 499);

  test('that begins too early, as after an addition, gives what is new', async () => {
    const added = 1001;
    const { ids, asked } = await crawl({
      ids: idsTo(4000, 2),
      onRequest: at(4, ({ add }) => void add(2 * added)),
    });
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id % 2 === 1)).toEqual(idsTo(4000, 2));
    expect(asked.length).toBeLessThanOrEqual(minimum + 1);
  });

  test('that begins too late, as after a removal, is asked again from the cursor', async () => {
    const { ids, asked } = await crawl({
      ids: idsTo(4000),
      onRequest: at(4, ({ remove }) => void remove(700)),
    });
    expect(ids.filter((id) => id !== 700)).toEqual(idsTo(4000).filter((id) => id !== 700));
    expect(asked.slice(0, 4).some(({ offset }) => offset > 0)).toBe(true);
    expect(asked.length).toBeGreaterThan(minimum);
    expect(asked.length).toBeLessThanOrEqual(minimum * 2);
  });

  test('that repeats the one before is asked again, alone', async () => {
    const { ids, asked } = await crawl({
      ids: idsTo(4000),
      onRequest: at(5, ({ repeatLast }) => {
        repeatLast();
      }),
    });
    expect(ids).toEqual(idsTo(4000));
    expect(asked).toHaveLength(minimum + 1);
  });

  test('that comes empty, since games were removed, ends nothing before the cursor says so', async () => {
    const onRequest = at(3, ({ remove }) => {
      for (let id = 600; id < 1600; id += 1) remove(id);
    });
    const { ids } = await crawl({ ids: idsTo(2000), onRequest });
    expect(ids.slice(0, 500)).toEqual(idsTo(500));
    expect(ids.slice(-401)).toEqual(idsTo(401).map((id) => id + 1599));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test.each([
  ['games come and go', 0.5, 0],
  ['games come, and pages are repeated', 1, 0.1],
])('no game that is there all the time is missed or doubled when %s', async (_case, additions, repeats) => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const random = seededRandom(seed);
    const stays = idsTo(3000 + Math.floor(random() * 1000), 3);
    const passing = new Set<number>();
    // The ids between those that stay.
    const anyId = () => 3 * Math.floor(random() * stays.length) + 2 + Math.floor(random() * 2);
    const comeAndGo = Array.from({ length: 400 }, anyId);
    const often = random() * 12;
    const { ids, asked } = await crawl({
      ids: [...stays, ...comeAndGo],
      random,
      onRequest({ add, remove, repeatLast }) {
        for (let i = Math.floor(random() * often); i > 0; i -= 1) {
          const id = anyId();
          passing.add(id);
          if (random() < additions) add(id);
          else remove(comeAndGo[Math.floor(random() * comeAndGo.length)] ?? id);
        }
        if (random() < repeats) repeatLast();
      },
    });
    expect(ids.filter((id) => id % 3 === 1)).toEqual(stays);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    const known = new Set([...stays, ...comeAndGo, ...passing]);
    expect(ids.every((id) => known.has(id))).toBe(true);
    expect(asked.length).toBeLessThan(4 * (ids.length / 499 + 2));
  }
});

test('records without an id are passed on, once, wherever they stand', async () => {
  const odd = (name: string) => ({ name });
  const listed = [
    ...idsTo(499).map((id) => ({ id })),
    odd('at the end of the first page'),
    ...idsTo(998).map((id) => ({ id: id + 499 })),
    odd('at the end of the third'),
    odd('at the beginning of the fourth'),
    ...idsTo(300).map((id) => ({ id: id + 1497 })),
  ];
  const ask: Parameters<typeof pages>[0] = (_endpoint, query, read) => {
    const [, after, limit, offset = 0] = /id > (\d+).*limit (\d+);(?: offset (\d+);)?/.exec(query) ?? [];
    const from = listed.findLastIndex((record) => 'id' in record && record.id <= Number(after)) + 1;
    // Those right behind the cursor were delivered with it.
    const first = listed.findIndex((record, i) => i >= from && 'id' in record);
    const matching = listed.slice(first);
    const records = matching.slice(Number(offset), Number(offset) + Number(limit));
    const reading = read(records, () => String(matching.length));
    return 'value' in reading ? Promise.resolve(reading.value) : Promise.reject(new Error(reading.problem));
  };
  const received: unknown[] = [];
  const options = { afterId: 0, fields: ['id'] };
  for await (const { records } of pages(ask, () => 0, options, new AbortController().signal))
    received.push(...records);
  const ids = received.flatMap((record) => (record as { id?: number }).id ?? []);
  expect(ids).toEqual(idsTo(1797));
  expect(
    received.filter((record) => (record as { name?: string }).name !== undefined).length,
  ).toBeGreaterThan(1);
});

test('a failure is thrown when its turn has come, and those behind it go unheard', async () => {
  const { ask } = changingIgdb({ ids: idsTo(20_000), random: () => 0 });
  let asks = 0;
  const failing: typeof ask = (...args) => {
    asks += 1;
    return asks > 3 ? Promise.reject(new Error(`request ${asks} failed`)) : ask(...args);
  };
  const lastIds: number[] = [];
  const read = async () => {
    const options = { afterId: 0, fields: ['id'] };
    for await (const { lastId } of pages(failing, () => 0, options, new AbortController().signal))
      lastIds.push(lastId);
  };
  await expect(read()).rejects.toThrow('request 4 failed');
  expect(lastIds).toEqual([500, 999, 1498]);
});
