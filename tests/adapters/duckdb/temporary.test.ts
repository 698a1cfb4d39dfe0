import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDuckDb } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { LimitError } from '@playkin/functions/src/warehouse.ts';
import { expect, test } from 'vitest';
import { memoryStorage } from '../../support/memory-storage.ts';
import { freshFolder } from '../../support/temporary-folder.ts';

const open = (folder: string, tempLimit: string) =>
  openDuckDb({
    path: join(folder, 'warehouse.duckdb'),
    storage: memoryStorage(),
    memoryLimit: '64MB',
    tempLimit,
    threads: 1,
  });

/** A hundred megabytes of keys, of which none is like another. */
const LARGE = `SELECT text, COUNT(*) AS n
  FROM (SELECT md5(CAST(n AS VARCHAR)) || md5(CAST(n + 1 AS VARCHAR)) AS text FROM range(1500000) AS r(n))
  GROUP BY text ORDER BY text`;
const temporaryIn = (folder: string) => readdirSync(folder).filter((name) => name.includes('.tmp-'));

test('a statement takes no more temporary space than it may, and leaves none behind', async () => {
  const folder = await freshFolder();
  const warehouse = await open(folder, '16MB');
  const failed = await Array.fromAsync(warehouse.query(LARGE)).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(LimitError);
  expect(failed).toMatchObject({ resource: 'temporary space' });
  expect(temporaryIn(folder)).toHaveLength(1);
  warehouse.close();
  expect(temporaryIn(folder)).toEqual([]);
});

test('what a killed process left is removed at the next start, what one at work has is not', async () => {
  const folder = await freshFolder();
  const gone = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(gone, 'exit');
  const [left, alive] = [gone.pid, process.ppid].map((pid) => join(folder, `warehouse.duckdb.tmp-${pid}-0`));
  for (const path of [left, alive]) {
    mkdirSync(path ?? '');
    writeFileSync(join(path ?? '', 'duckdb_temp_storage-0.tmp'), 'x');
  }
  const warehouse = await open(folder, '1GB');
  expect(existsSync(left ?? '')).toBe(false);
  expect(existsSync(alive ?? '')).toBe(true);
  warehouse.close();
  expect(temporaryIn(folder)).toHaveLength(1);
});
