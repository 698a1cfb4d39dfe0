import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { CatalogueError } from '@playkin/functions/src/catalogue/catalogue-error.ts';
import { NotReadyError, UsageError } from '@playkin/functions/src/cli/errors.ts';
import { exitCode } from '@playkin/functions/src/cli/exit-code.ts';
import { explain } from '@playkin/functions/src/cli/explain.ts';
import { listen } from '@playkin/functions/src/cli/site/listen.ts';
import { StoppedError } from '@playkin/functions/src/cli/terminal/endings.ts';
import { ConfigError } from '@playkin/functions/src/config.ts';
import { LeaseHeldError } from '@playkin/functions/src/runs/lease.ts';
import {
  AccessError,
  BusyError,
  DamagedError,
  DiskFullError,
  LimitError,
  QueryError,
} from '@playkin/functions/src/warehouse.ts';
import { expect, test } from 'vitest';

const system = (code: string, details: object = {}) =>
  Object.assign(new Error(`${code}: something, write`), { code, ...details });
const named = (name: string, message: string) => Object.assign(new Error(message), { name });
const DISK_FULL = 'The disk is full; free some space, or choose another place with --data-dir.';

test.each([
  [new UsageError('Choose one.'), 2, 'Choose one.'],
  [new ConfigError('X is not set.'), 2, 'X is not set.'],
  [
    new NotReadyError('There is no warehouse in d', 'npm run ingest'),
    1,
    'There is no warehouse in d; this comes first: npm run ingest',
  ],
  [
    new CatalogueError('g.jsonl', 3, 'not JSON'),
    1,
    'The catalogue cannot be read: g.jsonl, line 3: not JSON.',
  ],
  [new LeaseHeldError('ingest', undefined), 3, 'Another ingest has just begun. Wait for it to end.'],
  [system('ENOSPC'), 1, DISK_FULL],
  [new DiskFullError('IO Error: Could not write file "x": No space left on device'), 1, DISK_FULL],
  [system('EACCES', { path: '/root' }), 1, 'Not allowed to use /root; choose another place with --data-dir.'],
  [system('EACCES', { port: 80 }), 1, 'Not allowed to open port 80; choose one from 1024 with --port.'],
  [system('EROFS', { path: '/mnt' }), 1, 'Not allowed to use /mnt; choose another place with --data-dir.'],
  [
    new LimitError('memory', 'Out of Memory Error: could not allocate block of size 4.0 KiB'),
    1,
    'DuckDB needs more memory than it may take; allow it more with DUCKDB_MEMORY_LIMIT, such as 2GB.',
  ],
  [
    new QueryError('Binder Error: no such\ncolumn\n\nLINE 1: select x\n        ^', 'select x'),
    1,
    'The warehouse refused the statement: Binder Error: no such column',
  ],
  [
    new LimitError('temporary space', 'Out of Memory Error: failed to offload data block'),
    1,
    expect.stringContaining('allow it more with DUCKDB_TEMP_LIMIT, such as 20GB.') as string,
  ],
  [
    new DamagedError('IO Error: attempted to read 9 bytes', {
      file: '/d/warehouse.duckdb',
      isDatabase: true,
    }),
    1,
    'The warehouse /d/warehouse.duckdb is damaged (IO Error: attempted to read 9 bytes): remove it, and its .wal where there is ' +
      'one, and run ingest again, or fill it from the raw pages: npm run ingest -- --replay /d/bucket/raw/games --data-dir /d',
  ],
  [
    new DamagedError('"/d/x" exists', { file: '/d/x', isDatabase: false }),
    1,
    '/d/x is not a DuckDB database; move it away, or choose another --data-dir.',
  ],
  [
    new AccessError('IO Error: Read-only file system'),
    1,
    'Not allowed to write the warehouse (IO Error: Read-only file system); choose another place with --data-dir.',
  ],
  [
    new QueryError('Binder Error: no column "corrupt"', 'select corrupt'),
    1,
    'The warehouse refused the statement: Binder Error: no column "corrupt"',
  ],
  [
    system('EACCES', { path: '/d/bucket/leases/ingest/000000011.json.1f2e.partial' }),
    1,
    'Not allowed to use /d/bucket/leases/ingest; choose another place with --data-dir.',
  ],
  [new TypeError('x is undefined'), 1, 'x is undefined'],
  [
    new BusyError('IO Error: Could not set lock on file "/d/warehouse.duckdb": Conflicting lock is held'),
    3,
    'Another Playkin process has this data folder open; wait for it to end, or choose another --data-dir.',
  ],
  [named('LeaseHeldError', 'Another ingest is under way.'), 3, 'Another ingest is under way.'],
  [
    named('DriftError', 'The field category has become empty.'),
    4,
    'The field category has become empty. If that is right, --allow-drift takes it.',
  ],
  [new StoppedError('Stopped.', 'SIGINT'), 130, 'Stopped.'],
  [new StoppedError('Stopped.', 'SIGTERM'), 143, 'Stopped.'],
  [new Error('Answer: \u001b[2Jgone'), 1, 'Answer: [2Jgone'],
  ['thrown as text', 1, 'thrown as text'],
])('%s ends with status %i and one sentence', (error, status, sentence) => {
  expect([exitCode(error), explain(error)]).toEqual([status, sentence]);
});

test('a port that is taken at either address of this machine is named', async () => {
  const { port, close } = await listen(0, () => undefined);
  const error: unknown = await listen(port, () => undefined).catch((reason: unknown) => reason);
  await close();
  expect(explain(error)).toBe(`Port ${port} is taken by another program; choose one with --port.`);
});

test('a file where a folder should be is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'playkin-explain-'));
  const file = join(folder, 'file');
  await writeFile(file, '');
  const error: unknown = await folderStorage(file)
    .write('latest.json', new Uint8Array())
    .catch((reason: unknown) => reason);
  await rm(folder, { recursive: true });
  expect(explain(error)).toBe(`${file} is a file, not a folder; choose another --data-dir.`);
});
