import { dirname } from 'node:path';
import { CatalogueError } from '../catalogue/catalogue-error.ts';
import { ConfigError } from '../config.ts';
import { AccessError, BusyError, DamagedError, DiskFullError, LimitError, QueryError } from '../warehouse.ts';
import { NotReadyError, UsageError } from './errors.ts';
import { StoppedError } from './terminal/endings.ts';

const PLAIN = [UsageError, ConfigError, NotReadyError, StoppedError];

/** One sentence a user can act on, on one line, without a stack trace. */
export function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (PLAIN.some((kind) => error instanceof kind)) return oneLine(message);
  // Only on the command line is there an option to say so with.
  if (hasName(error, 'DriftError')) return `${oneLine(message)} If that is right, --allow-drift takes it.`;
  if (error instanceof CatalogueError) return `The catalogue cannot be read: ${oneLine(message)}.`;
  return ofSystem(error as NodeJS.ErrnoException) ?? ofWarehouse(error) ?? ofStatement(error, message);
}

const hasName = (error: unknown, name: string) => error instanceof Error && error.name === name;

/** By the codes of Node's system errors. */
function ofSystem(error: NodeJS.ErrnoException & { port?: number }): string | undefined {
  const place = indexOf(error);
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${error.port ?? ''} is taken by another program; choose one with --port.`;
    case 'ENOSPC':
    case 'EDQUOT':
      return DISK_FULL;
    case 'EACCES':
      // Ports below 1024 are for the administrator.
      if (error.port !== undefined) {
        return `Not allowed to open port ${error.port}; choose one from 1024 with --port.`;
      }
      return `Not allowed to use ${place}; choose another place with --data-dir.`;
    case 'EROFS':
    case 'EPERM':
      return `Not allowed to use ${place}; choose another place with --data-dir.`;
    case 'ENOENT':
      // Of a system's own tree, such as /proc.
      return error.syscall === 'mkdir'
        ? `${place} cannot be made there; choose another place with --data-dir.`
        : undefined;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${place} is a file, not a folder; choose another --data-dir.`;
    default:
      return undefined;
  }
}

/** The folder, where the file in it is one that only lives while it is written. */
const indexOf = ({ path, message }: NodeJS.ErrnoException): string =>
  path?.endsWith('.partial') === true ? dirname(path) : (path ?? message);

const DISK_FULL = 'The disk is full; free some space, or choose another place with --data-dir.';

/** By what keeps the warehouse from answering. */
function ofWarehouse(error: unknown): string | undefined {
  if (error instanceof DiskFullError) return DISK_FULL;
  if (error instanceof BusyError) {
    return 'Another Playkin process has this data folder open; wait for it to end, or choose another --data-dir.';
  }
  if (error instanceof DamagedError) return ofDamage(error);
  if (error instanceof AccessError) {
    return `Not allowed to write the warehouse (${oneLine(error.message)}); choose another place with --data-dir.`;
  }
  if (error instanceof LimitError) return LIMITS[error.resource];
  return undefined;
}

const LIMITS: Record<LimitError['resource'], string> = {
  memory: 'DuckDB needs more memory than it may take; allow it more with DUCKDB_MEMORY_LIMIT, such as 2GB.',
  'temporary space':
    'The statement needs more space on disk than it may take for what does not fit into memory: make it narrower (a join ' +
    'without ON, say, pairs every row with every other), or allow it more with DUCKDB_TEMP_LIMIT, such as 20GB.',
};

/** What made the warehouse is kept beside it. */
function ofDamage({ message, file, isDatabase }: DamagedError): string {
  if (!isDatabase) return `${file} is not a DuckDB database; move it away, or choose another --data-dir.`;
  const folder = dirname(file);
  return (
    `The warehouse ${file} is damaged (${oneLine(message)}): remove it, and its .wal where there is one, and run ingest again, or ` +
    `fill it from the raw pages: npm run ingest -- --replay ${folder}/bucket/raw/games --data-dir ${folder}`
  );
}

function ofStatement(error: unknown, message: string): string {
  if (!(error instanceof QueryError)) return oneLine(message);
  return `The warehouse refused the statement: ${oneLine(message.replace('Failed to extract statements: ', ''))}`;
}

/** What others have sent could move a terminal's cursor. */
const CONTROL = /[\s\p{Cc}]+/gu;

/** The first paragraph: below it, DuckDB repeats the statement. */
const oneLine = (message: string) => (message.trim().split(/\n\s*\n/)[0] ?? '').replaceAll(CONTROL, ' ');
