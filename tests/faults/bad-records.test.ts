import fetch from 'node-fetch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DuckDbWarehouse } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { createIgdbClient } from '@playkin/functions/src/igdb/client.ts';
import { ingest, type IngestSummary } from '@playkin/functions/src/ingest/ingest.ts';
import { similarity } from '@playkin/functions/src/similarity/similarity.ts';
import { gameId } from '@playkin/functions/src/igdb/record.ts';
import { json, scriptedServer } from '../support/scripted-server.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { openMemory } from '../support/memory-warehouse.ts';

const FAR = 10 ** 15;
const genres = [{ id: 5, name: 'Shooter' }];

/** Odd, but all that storing a game needs is there. By the oddity. */
const STORED: Record<string, { id: number; name: string } & Record<string, unknown>> = {
  plain: { id: 1, name: 'Lantern Keep', genres, updated_at: 1_700_000_000 },
  'changed before 1970': {
    id: 2,
    name: 'Before',
    updated_at: -694_396_800,
    first_release_date: -694_396_800,
  },
  'changed and out in 2040': {
    id: 3,
    name: 'After',
    updated_at: 2_223_000_000,
    first_release_date: 2_223_000_000,
  },
  'out at an absurd time': { id: 4, name: 'Absurd', genres, first_release_date: FAR },
  'out long before the year 1': { id: 5, name: 'Ancient', genres, first_release_date: -FAR },
  'out at a time in words': { id: 6, name: 'Soon', first_release_date: 'soon', total_rating: 'high' },
  'a long summary': { id: 7, name: 'Long', genres, summary: 'lantern keeper '.repeat(20_000) },
  'nulls everywhere': {
    id: 8,
    name: 'Null',
    ...Object.fromEntries(
      [
        'slug',
        'summary',
        'storyline',
        'genres',
        'themes',
        'keywords',
        'game_modes',
        'player_perspectives',
        'platforms',
        'involved_companies',
        'collections',
        'franchise',
        'franchises',
        'game_engines',
        'alternative_names',
        'cover',
        'game_type',
        'parent_game',
        'version_parent',
        'version_title',
        'first_release_date',
        'total_rating',
        'total_rating_count',
        'updated_at',
        'checksum',
      ].map((field) => [field, null]),
    ),
  },
  'ids and objects in one list': {
    id: 9,
    name: 'Mixed',
    genres: [5, { id: 31, name: 'Adventure' }, { id: 32 }, null, 'Puzzle', [7]],
    keywords: [{ id: 70, name: null }, 71, { name: 'no id' }],
    involved_companies: [500, { id: 501, company: 900, developer: true }, { company: { name: 'Nobody' } }],
    platforms: { id: 6, name: 'PC' },
    themes: 18,
  },
  'emoji in the name': { id: 10, name: 'Space 👩‍🚀 Race 🏁', genres },
  'quotes in the name': { id: 11, name: `"Bobby" 'Tables'); DROP TABLE raw_games; -- \\`, genres },
  'control characters in the name': {
    id: 12,
    name: 'Bell\u0007 tab\t null\u0000 line\nend\u2028 \u001f',
    genres,
  },
  'a field nobody knows': { id: 13, name: 'New', '🆕 "field"': { 'a.b': [1.5e-7, true] } },
};

/** By the reason told. */
const REJECTED: Record<string, unknown[]> = {
  'the id is missing': [{ name: 'Nobody', genres }],
  'the id is not a whole number from 1 to 4294967295': [
    { id: '14', name: 'Text' },
    { id: -15, name: 'Negative' },
    { id: 1.5, name: 'Half' },
  ],
  'the name is not text': [{ id: 20, name: 42 }],
  'the name is missing': [{ id: 21 }, { id: 22, name: null }],
  'the name is empty': [{ id: 23, name: ' ' }],
  'updated_at is not a time': [
    { id: 24, name: 'Yesterday', updated_at: 'yesterday' },
    { id: 25, name: 'In milliseconds', updated_at: FAR },
  ],
  'the record is not an object': [null, 'text', [1, 2]],
};

/** Of stored records, by the field. */
const FLAWS: Record<string, string> = {
  'out at an absurd time': `first_release_date is ${FAR}, expected seconds since 1970`,
  'out long before the year 1': `first_release_date is ${-FAR}, expected seconds since 1970`,
  'out at a time in words':
    'total_rating is "high", expected a number from 0 to 100; first_release_date is "soon", expected seconds since 1970',
  'ids and objects in one list':
    'themes is 18, expected a list; platforms is {"id":6,"name":"PC"}, expected a list',
};
const bad = Object.values(REJECTED).flat();
/** Half a surrogate pair, in a value and in the name of a field: no text to any engine. */
const halfPair = { id: 30, name: 'Cut \ud83d', genres, 'field \udc00': 'x' };
const page = [...Object.values(STORED), ...bad, halfPair];

type Server = Awaited<ReturnType<typeof scriptedServer>>;

let server: Server;
let warehouse: DuckDbWarehouse;
let summary: IngestSummary;

const notices: string[] = [];
function ingestFrom({ baseUrl, tokenUrl }: Server, into: DuckDbWarehouse) {
  const igdb = createIgdbClient({
    baseUrl,
    tokenUrl,
    clientId: 'the-client',
    clientSecret: 'the-secret',
    requestsPerSecond: Infinity,
    requestTimeoutMs: 60_000,
    fetch,
    clock: Date.now,
    sleep: () => Promise.resolve(),
    random: () => 0.5,
    onRetry: ({ message }) => notices.push(message),
  });
  const deps = {
    igdb,
    storage: memoryStorage(),
    clock: Date.now,
    newRunId: () => 'run',
    progress: () => undefined,
    renewLease: () => Promise.resolve(),
  };
  return ingest({ ...deps, warehouse: into }, { mode: 'full' });
}

beforeAll(async () => {
  // No latest change, the page, and as many games as it has ids.
  const count = page.filter((record) => gameId(record) !== undefined).length;
  server = await scriptedServer({ api: [json([]), json(page), json({ count })] });
  warehouse = await openMemory();
  summary = await ingestFrom(server, warehouse);
});
afterAll(() => {
  warehouse.close();
  server.close();
});

const rows = (sql: string) => Array.fromAsync(warehouse.query(sql));

test('the run says how many records it could not read', () => {
  expect(summary).toMatchObject({
    received: page.length,
    inserted: page.length - bad.length,
    rejected: bad.length,
    flawed: Object.keys(FLAWS).length,
  });
});

test.each(Object.entries(FLAWS))(
  'of a game with %s the table rejects says which field',
  async (oddity, reason) => {
    const kept = await rows(
      `SELECT reason FROM rejects WHERE JSON_VALUE(payload, '$.id') = '${STORED[oddity]?.id}'`,
    );
    expect(kept).toEqual([{ reason }]);
  },
);

test.each(Object.entries(STORED))('a game with %s is stored value for value', async (_, record) => {
  const [row] = await rows(`SELECT payload FROM raw_games WHERE id = ${record.id}`);
  expect(JSON.parse(String(row?.['payload']))).toEqual(record);
});

test('half a surrogate pair becomes the character for what cannot be read', async () => {
  const [row] = await rows('SELECT payload FROM raw_games WHERE id = 30');
  expect(JSON.parse(String(row?.['payload']))).toEqual({
    id: 30,
    name: 'Cut \ufffd',
    genres,
    'field \ufffd': 'x',
  });
});

test('times of change are kept from long ago to far ahead', async () => {
  expect(await rows('SELECT id, updated_at FROM raw_games WHERE id IN (2, 3) ORDER BY id')).toEqual([
    { id: 2, updated_at: '1947-12-31T00:00:00.000Z' },
    { id: 3, updated_at: '2040-06-11T04:00:00.000Z' },
  ]);
});

test.each(Object.entries(REJECTED))('%s: kept as received, with that reason', async (reason, records) => {
  const kept = await rows(`SELECT payload FROM rejects WHERE reason = '${reason}' ORDER BY position`);
  expect(kept.map(({ payload }) => JSON.parse(String(payload)) as unknown)).toEqual(records);
});

test('the tables that SQL makes of them hold every game', async () => {
  const built = await similarity({
    warehouse,
    clock: Date.now,
    newRunId: () => 'similarity',
    progress: () => undefined,
  });
  expect(built.counts['games']).toBe(page.length - bad.length);
  const [mixed] = await rows(
    "SELECT STRING_AGG(name, '|' ORDER BY name) AS tags FROM game_tags WHERE game_id = 9 AND kind = 'genre'",
  );
  expect(mixed).toEqual({ tags: 'Adventure|Shooter' });
  const names = await rows('SELECT game_id, name FROM games WHERE game_id IN (10, 11, 12) ORDER BY game_id');
  expect(names.map(({ name }) => name)).toEqual([
    STORED['emoji in the name']?.name,
    STORED['quotes in the name']?.name,
    'Bell tab null line end',
  ]);
});

test('a page that repeats a game is not believed, but asked for again', async () => {
  const plain = STORED['plain'];
  const repeating = await scriptedServer({
    api: [json([]), json([plain, plain]), json([plain]), json({ count: 1 })],
  });
  const other = await openMemory();
  notices.length = 0;
  expect(await ingestFrom(repeating, other)).toMatchObject({ received: 1, inserted: 1 });
  expect(notices).toEqual([expect.stringContaining('game 1 comes after game 1: not in the order asked for')]);
  other.close();
  repeating.close();
});
