import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DuckDbWarehouse, openDuckDb } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { rawTable } from '@playkin/functions/src/tables.ts';
import type { TableSpec } from '@playkin/functions/src/warehouse.ts';
import { afterAll, describe, expect, test } from 'vitest';
import { warehouseContract } from '../../support/warehouse-contract.ts';

const folders: string[] = [];
const opened: DuckDbWarehouse[] = [];
const newFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'duckdb-'));
  folders.push(folder);
  return folder;
};
afterAll(async () => {
  for (const warehouse of opened) warehouse.close();
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
});

describe('DuckDB', () => {
  warehouseContract(async () => {
    const folder = await newFolder();
    const storage = folderStorage(join(folder, 'bucket'));
    const warehouse = await openDuckDb({
      path: join(folder, 'warehouse.duckdb'),
      storage,
      memoryLimit: '256MB',
    });
    opened.push(warehouse);
    return { warehouse, storage };
  });

  test('describes its tables and columns in the database itself', async () => {
    const storage = folderStorage(await newFolder());
    const warehouse = await openDuckDb({ path: ':memory:', storage, memoryLimit: '256MB' });
    opened.push(warehouse);
    const spec = rawTable('raw_games');
    await warehouse.upsert(spec, []);
    const sql =
      "SELECT comment FROM duckdb_columns() WHERE table_name = 'raw_games' AND column_name = 'payload'";
    expect(await Array.fromAsync(warehouse.query(sql))).toEqual([
      { comment: spec.columns['payload']?.description },
    ]);
  });

  test('lets a second reader query a file that is closed for writing, macros included', async () => {
    const folder = await newFolder();
    const path = join(folder, 'warehouse.duckdb');
    const storage = folderStorage(folder);
    const writer = await openDuckDb({ path, storage, memoryLimit: '256MB' });
    await writer.upsert(rawTable('raw_games'), []);
    writer.close();
    const reader = await openDuckDb({ path, storage, memoryLimit: '256MB', readOnly: true });
    opened.push(reader);
    expect(
      await Array.fromAsync(reader.query('SELECT SAFE_DIVIDE(1, 0) AS q, COUNT(*) AS n FROM raw_games')),
    ).toEqual([{ q: null, n: 0 }]);
    await expect(reader.upsert(rawTable('raw_games'), [])).rejects.toThrow('read-only');
  });

  test('keeps its views for the reader of a closed file, descriptions included', async () => {
    const folder = await newFolder();
    const path = join(folder, 'warehouse.duckdb');
    const storage = folderStorage(folder);
    const writer = await openDuckDb({ path, storage, memoryLimit: '256MB' });
    await writer.upsert(rawTable('raw_games'), []);
    const view: TableSpec = {
      name: 'raw_count',
      dataset: 'igdb_analytics',
      view: true,
      description: 'How many.',
      key: ['games'],
      columns: { games: { type: 'INT64', description: 'Stored.' } },
    };
    await writer.materialize(view, 'SELECT COUNT(*) AS games FROM igdb.raw_games');
    writer.close();
    const reader = await openDuckDb({ path, storage, memoryLimit: '256MB', readOnly: true });
    opened.push(reader);
    expect(await Array.fromAsync(reader.query('SELECT * FROM igdb_analytics.raw_count'))).toEqual([
      { games: 0 },
    ]);
    const sql = "SELECT comment FROM duckdb_columns() WHERE table_name = 'raw_count'";
    expect(await Array.fromAsync(reader.query(sql))).toEqual([{ comment: 'Stored.' }]);
    expect(await readdir(folder)).toEqual(['warehouse.duckdb']);
  });

  test('says that another process has the file open', async () => {
    const folder = await newFolder();
    const path = join(folder, 'warehouse.duckdb');
    const writer = await openDuckDb({ path, storage: folderStorage(folder), memoryLimit: '256MB' });
    opened.push(writer);
    const adapter = fileURLToPath(import.meta.resolve('@playkin/functions/src/adapters/duckdb/warehouse.ts'));
    const script = `const { openDuckDb } = await import(${JSON.stringify(adapter)});
      await openDuckDb({ path: ${JSON.stringify(path)}, memoryLimit: '256MB' });`;
    const other = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
    });
    expect(other.stderr).toContain('Could not set lock on file');
  });

  test('says that a file is no database', async () => {
    const folder = await newFolder();
    const path = join(folder, 'warehouse.duckdb');
    await writeFile(path, 'games, one a line\n'.repeat(1000));
    const failed = openDuckDb({ path, storage: folderStorage(folder), memoryLimit: '256MB' });
    await expect(failed).rejects.toThrow('exists, but it is not a valid DuckDB database');
  });
});
