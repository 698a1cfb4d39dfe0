import { CatalogueError } from '../catalogue/catalogue-error.ts';
import { ConfigError } from '../config.ts';
import { QueryError } from '../warehouse.ts';
import { UsageError } from './arguments.ts';

/** Exit codes: 2 for what the user typed, 1 for what went wrong. */
export const exitCode = (error: unknown): number => (error instanceof UsageError ? 2 : 1);

const errorCode = (error: unknown) => (error as NodeJS.ErrnoException | undefined)?.code;

/** One sentence a user can act on, without a stack trace. */
export function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = errorCode(error);
  if (error instanceof UsageError || error instanceof ConfigError) return message;
  if (error instanceof CatalogueError) return `The catalogue cannot be read: ${message}.`;
  if (code === 'EADDRINUSE') {
    return `Port ${String((error as { port?: number }).port)} is taken by another program; choose one with --port.`;
  }
  if (code === 'ENOSPC' || /No space left|disk (is )?full/i.test(message)) {
    return 'The disk is full; free some space, or choose another place with --data-dir.';
  }
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
    return `Not allowed to write ${(error as NodeJS.ErrnoException).path ?? 'there'}; choose another place with --data-dir.`;
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return `${(error as NodeJS.ErrnoException).path ?? 'The data folder'} is a file, not a folder; choose another --data-dir.`;
  }
  if (/Could not set lock on file/.test(message)) {
    return 'Another Playkin process has this data folder open; wait for it to end, or choose another --data-dir.';
  }
  if (error instanceof QueryError) return `The warehouse refused a statement: ${firstLines(message)}`;
  return firstLines(message);
}

/** DuckDB repeats the statement below its message; the first line says what is wrong. */
const firstLines = (message: string) => message.split('\n').slice(0, 2).join(' ').trim();
