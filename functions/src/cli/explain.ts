import { dirname } from 'node:path';
import { CatalogueError } from '../catalogue/catalogue-error.ts';
import { ConfigError } from '../config.ts';
import { QueryError } from '../warehouse.ts';
import { NotReadyError, UsageError } from './errors.ts';
import { isLocked } from './exit-code.ts';
import { StoppedError } from './terminal/endings.ts';

const PLAIN = [UsageError, ConfigError, NotReadyError, StoppedError];

/** One sentence a user can act on, on one line, without a stack trace. */
export function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (PLAIN.some((kind) => error instanceof kind)) return oneLine(message);
  // Only on the command line is there an option to say so with.
  if (hasName(error, 'DriftError')) return `${oneLine(message)} If that is right, --allow-drift takes it.`;
  if (error instanceof CatalogueError) return `The catalogue cannot be read: ${oneLine(message)}.`;
  return ofSystem(error as NodeJS.ErrnoException) ?? ofDuckDb(message) ?? ofStatement(error, message);
}

const hasName = (error: unknown, name: string) => error instanceof Error && error.name === name;

/** What DuckDB says of a file that was cut off or written over. */
const DAMAGED = /Could not read enough bytes|corrupt/i;
/** Errors that repeat words of the statement. */
const OF_STATEMENT = /^(Binder|Catalog|Conversion|Invalid Input|Parser) Error/;
const MENTIONS_FULL_DISK = /No space left|disk (is )?full/i;

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

/** DuckDB's errors have no codes, only words. */
function ofDuckDb(message: string): string | undefined {
  if (MENTIONS_FULL_DISK.test(message)) return DISK_FULL;
  if (isLocked(message)) {
    return 'Another Playkin process has this data folder open; wait for it to end, or choose another --data-dir.';
  }
  const [, file] = /"([^"]+)" exists, but it is not a valid DuckDB database/.exec(message) ?? [];
  if (file !== undefined) {
    return `${file} is not a DuckDB database; move it away, or choose another --data-dir.`;
  }
  if (isDamage(message)) return ofDamage(message);
  if (/Permission denied|Read-only file system/i.test(message)) {
    return `Not allowed to write the warehouse (${oneLine(message)}); choose another place with --data-dir.`;
  }
  if (/^Out of Memory Error/.test(message)) {
    return 'DuckDB needs more memory than it may take; allow it more with DUCKDB_MEMORY_LIMIT, such as 2GB.';
  }
  return undefined;
}

const isDamage = (message: string) => DAMAGED.test(message) && !OF_STATEMENT.test(message);

/** What made the warehouse is kept beside it. */
function ofDamage(message: string): string {
  const [, file = 'DIR/warehouse.duckdb'] = /"([^"]+\.duckdb)(?:\.wal)?"/.exec(message) ?? [];
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
