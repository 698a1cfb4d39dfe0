import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CatalogueError } from './catalogue-error.ts';
import { lines } from './lines.ts';

/** A record of a catalogue file. */
export interface CatalogueLine {
  /** From 1. */
  line: number;
  text: string;
  record: Record<string, unknown>;
}

/**
 * The records of a `.jsonl` or, by its name, `.jsonl.gz` file, one a line, in the file's order; blank lines are passed
 * over.
 *
 * @throws CatalogueError naming the file, and the line where there is one, when the file cannot be read or unpacked to
 * its end, a line is no JSON object, or there are no records at all.
 */
export async function* readCatalogueLines(path: string): AsyncGenerator<CatalogueLine> {
  let line = 0;
  let empty = true;
  for await (const text of readLines(path)) {
    line += 1;
    if (text.trim() === '') continue;
    empty = false;
    yield { line, text, record: parseObject(path, line, text) };
  }
  if (empty) throw new CatalogueError(path, undefined, 'holds no records');
}

/** The JSON text of each record. Otherwise as {@link readCatalogueLines}. */
export async function* readCatalogueFile(path: string): AsyncGenerator<string> {
  for await (const { text } of readCatalogueLines(path)) yield text;
}

/** The lines of a text file, unpacked where its name ends in `.gz`. @throws CatalogueError when it cannot be read */
export async function* readLines(path: string): AsyncGenerator<string> {
  const file = createReadStream(path);
  // Errors of the file arrive at the reader through the last stream; the callback only has to be there.
  const bytes = path.endsWith('.gz') ? pipeline(file, createGunzip(), () => undefined) : file;
  try {
    yield* lines(bytes);
  } catch (error) {
    throw new CatalogueError(path, undefined, whatIsWrong(error), { cause: error });
  }
}

function parseObject(path: string, line: number, text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new CatalogueError(path, line, `not JSON: ${(error as Error).message}`, { cause: error });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new CatalogueError(path, line, 'not a JSON object');
}

/** By the codes of Node's file system and zlib errors. */
const PROBLEMS: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be read',
  Z_DATA_ERROR: 'is not gzip, or damaged',
  Z_BUF_ERROR: 'ends in the middle of its gzip data',
};

function whatIsWrong(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return PROBLEMS[code ?? ''] ?? message;
}
