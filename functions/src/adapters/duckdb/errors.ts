import {
  AccessError,
  BusyError,
  DamagedError,
  DiskFullError,
  LimitError,
  QueryError,
} from '../../warehouse.ts';

/** Errors that repeat words of the statement. */
const OF_STATEMENT = /^(Binder|Catalog|Conversion|Invalid Input|Parser) Error/;

interface At {
  /** The database. */
  file: string;
  /** The statement; undefined while the file is opened. */
  sql?: string;
}

/** What DuckDB threw, as the warehouse's callers know it. DuckDB's errors have no codes, only words: they are known here alone. */
export function fromDuckDbError(error: unknown, { file, sql }: At): Error {
  if (error instanceof QueryError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const options = { cause: error };
  if (OF_STATEMENT.test(message)) return ofStatement(message, sql, options);
  if (message.includes('Could not set lock on file')) return new BusyError(message, options);
  const [, foreign] = /"([^"]+)" exists, but it is not a valid DuckDB database/.exec(message) ?? [];
  if (foreign !== undefined) return new DamagedError(message, { file: foreign, isDatabase: false }, options);
  if (message.includes('max_temp_directory_size')) return new LimitError('temporary space', message, options);
  if (/No space left|disk (is )?full/i.test(message)) return new DiskFullError(message, options);
  // What DuckDB says of a file that was cut off or written over.
  if (/Could not read enough bytes|corrupt/i.test(message)) {
    return new DamagedError(message, { file, isDatabase: true }, options);
  }
  if (/Permission denied|Read-only file system/i.test(message)) return new AccessError(message, options);
  if (/^Out of Memory Error/.test(message)) return new LimitError('memory', message, options);
  return ofStatement(message, sql, options);
}

const ofStatement = (message: string, sql: string | undefined, options: ErrorOptions): Error =>
  sql === undefined ? new Error(message, options) : new QueryError(message, sql, options);
