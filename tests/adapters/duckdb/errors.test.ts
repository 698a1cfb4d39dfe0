import { fromDuckDbError } from '@playkin/functions/src/adapters/duckdb/errors.ts';
import { expect, test } from 'vitest';

// DuckDB's own words.
test.each<[string, object]>([
  [
    'IO Error: Could not set lock on file "/d/warehouse.duckdb": Conflicting lock is held in node (PID 7)',
    { name: 'BusyError' },
  ],
  [
    'IO Error: Could not read enough bytes from file "/d/warehouse.duckdb": attempted to read 9 bytes',
    { name: 'DamagedError', file: '/d/warehouse.duckdb', isDatabase: true },
  ],
  [
    'IO Error: Could not read enough bytes from file "/d/warehouse.duckdb.wal": attempted to read 9 bytes',
    { name: 'DamagedError', file: '/d/warehouse.duckdb', isDatabase: true },
  ],
  [
    'IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2',
    { name: 'DamagedError', file: '/d/warehouse.duckdb', isDatabase: true },
  ],
  [
    'IO Error: The file "/d/x" exists, but it is not a valid DuckDB database file!',
    { name: 'DamagedError', file: '/d/x', isDatabase: false },
  ],
  ['IO Error: Could not write file "x": No space left on device', { name: 'DiskFullError' }],
  ['IO Error: Cannot open file "/root/w.duckdb": Permission denied', { name: 'AccessError' }],
  [
    'Out of Memory Error: could not allocate block of size 4.0 KiB',
    { name: 'LimitError', resource: 'memory' },
  ],
  [
    "Out of Memory Error: failed to offload data block of size 256.0 KiB (9.9 GiB/10.0 GiB used).\nThis limit was set by the 'max_temp_directory_size' setting.",
    { name: 'LimitError', resource: 'temporary space' },
  ],
  ['Binder Error: no column "corrupt"', { name: 'QueryError', sql: 'SELECT 1' }],
  ['Parser Error: syntax error at or near "disk full"', { name: 'QueryError', sql: 'SELECT 1' }],
  ['Something else', { name: 'QueryError', sql: 'SELECT 1' }],
])('%s', (message, expected) => {
  const cause = new Error(message);
  expect(fromDuckDbError(cause, { file: '/d/warehouse.duckdb', sql: 'SELECT 1' })).toMatchObject({
    message,
    cause,
    ...expected,
  });
});

test('what is not known before there is a statement is an error like any other', () => {
  expect(fromDuckDbError('thrown as text', { file: '/d/warehouse.duckdb' })).toMatchObject({
    name: 'Error',
    message: 'thrown as text',
  });
});
