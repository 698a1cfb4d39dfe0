import { join } from 'node:path';
import { openDuckDb } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { expect, test } from 'vitest';
import { run } from '../../support/command-line.ts';
import { memoryStorage } from '../../support/memory-storage.ts';
import { freshFolder } from '../../support/temporary-folder.ts';

const ROWS = 1_000_000;
/** MiB of Node's heap: a third of what that many rows would take. */
const HEAP_MIB = 64;

async function emptyDataDir(): Promise<string> {
  const folder = await freshFolder();
  const path = join(folder, 'warehouse.duckdb');
  (await openDuckDb({ path, storage: memoryStorage(), memoryLimit: '64MB' })).close();
  return folder;
}

test.each(['csv', 'json', 'table'])(
  'query --format %s gives any number of rows in little memory',
  { timeout: 180_000 },
  async (format) => {
    const folder = await emptyDataDir();
    const sql = `SELECT n, 'row ' || n AS name FROM range(${ROWS}) AS r(n)`;
    const { status, stdout, stderr } = await run(['query', '--data-dir', folder, '--format', format, sql], {
      env: { NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB}` },
    });
    expect([status, stderr]).toEqual([0, '']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length - ROWS).toBe({ csv: 1, json: 0, table: 2 }[format]);
    expect(lines.at(-1)).toContain(`row ${ROWS - 1}`);
  },
);

test(
  'a statement that needs too much temporary space says how to allow it more',
  { timeout: 120_000 },
  async () => {
    const folder = await emptyDataDir();
    const sql = `SELECT text, COUNT(*) AS n FROM
    (SELECT md5(CAST(n AS VARCHAR)) || md5(CAST(n + 1 AS VARCHAR)) AS text FROM range(1500000) AS r(n))
    GROUP BY text ORDER BY text`;
    const { status, stderr } = await run(['query', '--data-dir', folder, sql], {
      env: { DUCKDB_MEMORY_LIMIT: '64MB', DUCKDB_TEMP_LIMIT: '8MB' },
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining('allow it more with DUCKDB_TEMP_LIMIT')]);
  },
);
