import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Storage } from '@playkin/functions/src/storage.ts';
import { QueryError, type Row, type TableSpec, type Warehouse } from '@playkin/functions/src/warehouse.ts';

const games: TableSpec = {
  name: 'contract_games',
  description: 'A row of every type.',
  key: ['id'],
  cluster: ['id'],
  columns: {
    id: { type: 'INT64', required: true, description: 'Key.' },
    name: { type: 'STRING', description: 'Text.' },
    score: { type: 'FLOAT64', description: 'Number.' },
    loved: { type: 'BOOL', description: 'Truth value.' },
    seen_at: { type: 'TIMESTAMP', description: 'Instant.' },
    released: { type: 'DATE', description: 'Day.' },
  },
};

const okami: Row = {
  id: 1,
  name: 'Ōkami 大神 "the wolf"',
  score: 0.1,
  loved: true,
  seen_at: '2026-01-02T03:04:05.678Z',
  released: '2006-04-20',
};
const nothing: Row = { id: 2, name: null, score: null, loved: null, seen_at: null, released: null };
const extremes: Row = {
  id: 9_007_199_254_740_991,
  name: "it's; -- a\ttab\nand 🎮 \\ back",
  score: -1e300,
  loved: false,
  seen_at: '1947-12-31T23:59:59.000Z',
  released: '1947-12-31',
};

async function all(rows: AsyncIterable<Row>): Promise<Row[]> {
  return Array.fromAsync(rows);
}

export interface OpenWarehouse {
  warehouse: Warehouse;
  storage: Storage;
}

/** What every Warehouse does; `open` gives one without tables. */
export function warehouseContract(open: () => Promise<OpenWarehouse>): void {
  const contents = (warehouse: Warehouse) => all(warehouse.query('SELECT * FROM contract_games ORDER BY id'));

  test('gives back rows of every type as they were, NULLs, extremes and all', async () => {
    const { warehouse } = await open();
    expect(await warehouse.upsert(games, [okami, nothing, extremes])).toEqual({ inserted: 3, updated: 0 });
    expect(await contents(warehouse)).toEqual([okami, nothing, extremes]);
  });

  test('gives back a row of every type that came alone', async () => {
    const { warehouse } = await open();
    for (const row of [okami, nothing, extremes]) {
      expect(await warehouse.upsert(games, [row])).toEqual({ inserted: 1, updated: 0 });
      expect(await warehouse.upsert(games, [row])).toEqual({ inserted: 0, updated: 0 });
    }
    expect(await contents(warehouse)).toEqual([okami, nothing, extremes]);
    await expect(warehouse.upsert(games, [{ ...okami, id: null }])).rejects.toThrow();
  });

  test('upserts by key: new rows in, changed rows replaced, equal rows left alone', async () => {
    const { warehouse } = await open();
    await warehouse.upsert(games, [okami, nothing]);
    expect(await warehouse.upsert(games, [okami, nothing])).toEqual({ inserted: 0, updated: 0 });
    const changed = { ...nothing, name: 'now named' };
    const fresh = { ...nothing, id: 3 };
    expect(await warehouse.upsert(games, [okami, changed, fresh])).toEqual({ inserted: 1, updated: 1 });
    expect(await contents(warehouse)).toEqual([okami, changed, fresh]);
    const back = { ...changed, name: null };
    expect(await warehouse.upsert(games, [back])).toEqual({ inserted: 0, updated: 1 });
    expect(await contents(warehouse)).toEqual([okami, back, fresh]);
  });

  test('upserts into a table partitioned by ranges of its key, near the rows there and far from them', async () => {
    const { warehouse } = await open();
    const ranged: TableSpec = {
      ...games,
      partition: { column: 'id', by: 'range', start: 0, end: 1_000_000, interval: 10_000 },
    };
    const far = { ...nothing, id: 990_000 };
    await warehouse.upsert(ranged, [okami, far]);
    const changed = { ...far, name: 'now named' };
    const between = { ...nothing, id: 25_000 };
    expect(await warehouse.upsert(ranged, [between])).toEqual({ inserted: 1, updated: 0 });
    expect(await warehouse.upsert(ranged, [changed, between])).toEqual({ inserted: 0, updated: 1 });
    expect(await contents(warehouse)).toEqual([okami, between, changed]);
  });

  test('upserts nothing from no rows, and makes the table', async () => {
    const { warehouse } = await open();
    expect(await warehouse.upsert(games, [])).toEqual({ inserted: 0, updated: 0 });
    expect(await contents(warehouse)).toEqual([]);
  });

  test('upserts all rows or none', async () => {
    const { warehouse } = await open();
    await warehouse.upsert(games, [okami]);
    async function* broken() {
      yield nothing;
      throw new Error('the source broke');
    }
    await expect(warehouse.upsert(games, broken())).rejects.toThrow('the source broke');
    await expect(warehouse.upsert(games, [nothing, nothing])).rejects.toThrow('repeat');
    await expect(warehouse.upsert(games, [nothing, { ...okami, id: null }])).rejects.toThrow();
    expect(await contents(warehouse)).toEqual([okami]);
  });

  test('materializes rows of every type as a table, replacing the one before', async () => {
    const { warehouse } = await open();
    await warehouse.upsert(games, [{ ...okami, id: 3 }]);
    expect(await warehouse.materialize(games, [okami, nothing, extremes])).toEqual({ rows: 3 });
    expect(await contents(warehouse)).toEqual([okami, nothing, extremes]);
    expect(await warehouse.materialize(games, [nothing])).toEqual({ rows: 1 });
    expect(await contents(warehouse)).toEqual([nothing]);
  });

  test('materializes a SELECT as a table of the spec, replacing the one before', async () => {
    const { warehouse } = await open();
    await warehouse.upsert(games, [okami, nothing]);
    const names: TableSpec = {
      name: 'contract_names',
      description: 'Names.',
      key: ['id'],
      columns: {
        id: { type: 'INT64', description: 'Key.' },
        name: { type: 'STRING', description: 'Text.' },
      },
    };
    const sql = 'SELECT id, name FROM contract_games WHERE id <= @most -- the first ones';
    expect(await warehouse.materialize(names, sql, { most: 2 })).toEqual({ rows: 2 });
    expect(await warehouse.materialize(names, sql, { most: 1 })).toEqual({ rows: 1 });
    expect(await all(warehouse.query('SELECT * FROM contract_names'))).toEqual([
      { id: 1, name: okami['name'] },
    ]);
  });

  test('keeps a view that reads later changes of its table', async () => {
    const { warehouse } = await open();
    await warehouse.upsert(games, [okami]);
    const loved: TableSpec = {
      name: 'contract_loved',
      dataset: 'igdb_analytics',
      view: true,
      description: 'Loved games.',
      key: ['id'],
      columns: {
        id: { type: 'INT64', description: 'Key.' },
        name: { type: 'STRING', description: 'Text.' },
      },
    };
    const sql = 'SELECT games.id, games.name FROM igdb.contract_games AS games WHERE games.loved';
    expect(await warehouse.materialize(loved, sql)).toEqual({ rows: 0 });
    const names = () => all(warehouse.query('SELECT name FROM igdb_analytics.contract_loved ORDER BY id'));
    expect(await names()).toEqual([{ name: okami['name'] }]);
    await warehouse.upsert(games, [{ ...okami, name: 'Okami' }, { ...nothing, loved: true }, extremes]);
    expect(await names()).toEqual([{ name: 'Okami' }, { name: null }]);
    await warehouse.materialize(loved, sql.replace('games.loved', 'games.id > 2'));
    expect(await names()).toEqual([{ name: extremes['name'] }]);
    await expect(warehouse.materialize(loved, 'SELECT id FROM igdb.contract_games')).rejects.toThrow();
    expect(await names()).toEqual([{ name: extremes['name'] }]);
  });

  test('knows a table with and without its dataset', async () => {
    const { warehouse } = await open();
    await warehouse.upsert(games, [okami]);
    const sql = 'SELECT a.id FROM contract_games AS a JOIN igdb.contract_games AS b ON b.id = a.id';
    expect(await all(warehouse.query(sql))).toEqual([{ id: 1 }]);
  });

  test('materializes a table in slices, each row once, replacing the one before', async () => {
    const { warehouse } = await open();
    await warehouse.upsert(
      games,
      [1, 2, 3, 4, 5, 6, 7].map((id) => ({ ...nothing, id })),
    );
    const sliced: TableSpec = { ...games, name: 'contract_sliced', slices: 5, onDemandSlices: 3 };
    const sql = (where: string) =>
      `SELECT * FROM contract_games WHERE MOD(id, @slices) = @slice AND ${where}`;
    expect(await warehouse.materialize(sliced, sql('id > @least'), { least: 0 })).toEqual({ rows: 7 });
    expect(await warehouse.materialize(sliced, sql('id > @least'), { least: 2 })).toEqual({ rows: 5 });
    const ids = 'SELECT id FROM contract_sliced ORDER BY id';
    expect(await all(warehouse.query(ids))).toEqual([3, 4, 5, 6, 7].map((id) => ({ id })));
    await expect(warehouse.materialize(sliced, sql('no_such_column'))).rejects.toThrow(QueryError);
    expect(await all(warehouse.query(ids))).toHaveLength(5);
  });

  test('keeps the table when the SELECT for it fails', async () => {
    const { warehouse } = await open();
    await warehouse.upsert(games, [okami]);
    await expect(
      warehouse.materialize(games, 'SELECT id, no_such_column FROM contract_games'),
    ).rejects.toThrow(QueryError);
    await expect(warehouse.materialize(games, 'SELECT id FROM contract_games')).rejects.toThrow();
    expect(await contents(warehouse)).toEqual([okami]);
  });

  test('binds named parameters outside of text', async () => {
    const { warehouse } = await open();
    const sql = "SELECT @name AS name, '@name itself' AS quoted, @n + 1 AS n, @yes AS yes";
    expect(await all(warehouse.query(sql, { name: "O'Neill", n: 41, yes: true }))).toEqual([
      { name: "O'Neill", quoted: '@name itself', n: 42, yes: true },
    ]);
  });

  test('takes half a surrogate pair, as a text cut within an emoji ends in, for U+FFFD', async () => {
    const { warehouse } = await open();
    const cut = 'Nintendogs 🐶'.slice(0, -1);
    const readable = 'Nintendogs \ufffd';
    // Alone and with others: a row may go two ways.
    await warehouse.upsert(games, [{ ...okami, name: cut }]);
    await warehouse.upsert(
      games,
      [2, 3].map((id) => ({ ...nothing, id, name: cut })),
    );
    expect((await contents(warehouse)).map(({ name }) => name)).toEqual([readable, readable, readable]);
    expect(await all(warehouse.query('SELECT @text AS text', { text: cut }))).toEqual([{ text: readable }]);
  });

  test('answers aggregates as numbers', async () => {
    const { warehouse } = await open();
    await warehouse.upsert(games, [okami, nothing]);
    const sql =
      'SELECT COUNT(*) AS n, SUM(id) AS total, AVG(id) AS mean, MAX(seen_at) AS last FROM contract_games';
    expect(await all(warehouse.query(sql))).toEqual([{ n: 2, total: 3, mean: 1.5, last: okami['seen_at'] }]);
  });

  test('says which statement failed', async () => {
    const { warehouse } = await open();
    const failed = await all(warehouse.query('SELECT FROM nowhere WHERE')).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(QueryError);
    expect(failed).toMatchObject({ sql: 'SELECT FROM nowhere WHERE' });
  });

  test('extracts a table to gzip NDJSON in storage', async () => {
    const { warehouse, storage } = await open();
    await warehouse.upsert(games, [okami, nothing]);
    const paths = await warehouse.extract(games, 'extracts/games-');
    expect(paths.length).toBeGreaterThan(0);
    expect(await storage.list('extracts/')).toEqual(paths);
    const texts = await Promise.all(
      paths.map(async (path) => gunzipSync((await storage.read(path)) ?? '').toString()),
    );
    const rows = texts
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
    expect(rows.map(({ id }) => Number(id)).sort()).toEqual([1, 2]);
    expect(rows.find(({ id }) => Number(id) === 1)?.['name']).toBe(okami['name']);
  });
}
