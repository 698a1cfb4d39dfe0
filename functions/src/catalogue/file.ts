import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CatalogueError } from './catalogue-error.ts';

/** A record of a catalogue file. */
export interface CatalogueLine {
  /** From 1. */
  line: number;
  text: string;
  record: Record<string, unknown>;
}

/**
 * The records of a `.jsonl` or, by its name or its first bytes, `.jsonl.gz` file, one a line, in the file's order; blank lines are passed
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

/**
 * The lines of a text file, unpacked where its name ends in `.gz` or it begins as gzip does, without a byte order mark.
 *
 * @throws CatalogueError when it cannot be read
 */
export async function* readLines(path: string): AsyncGenerator<string> {
  const isPacked = path.endsWith('.gz') || (await beginsAsGzip(path));
  const file = createReadStream(path);
  // Errors of the file arrive at the reader through the last stream; the callback only has to be there.
  const bytes = isPacked ? pipeline(file, createGunzip(), () => undefined) : file;
  let isFirst = true;
  try {
    for await (const line of lines(bytes)) {
      yield isFirst ? line.replace(/^\uFEFF/, '') : line;
      isFirst = false;
    }
  } catch (error) {
    throw new CatalogueError(path, undefined, whatIsWrong(error), { cause: error });
  }
}

/** RFC 1952: ID1 and ID2. */
const GZIP = Buffer.from([0x1f, 0x8b]);

/** False also for what cannot be read: whoever reads on says why. */
async function beginsAsGzip(path: string): Promise<boolean> {
  try {
    await using file = await open(path);
    const { buffer } = await file.read(Buffer.alloc(GZIP.length), 0, GZIP.length, 0);
    return buffer.equals(GZIP);
  } catch {
    return false;
  }
}

function parseObject(path: string, line: number, text: string): Record<string, unknown> {
  if (text.trimStart().startsWith('[')) {
    throw new CatalogueError(path, line, 'a JSON array, not a JSON object: expected one record a line');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new CatalogueError(path, line, `not JSON: ${(error as Error).message}`, { cause: error });
  }
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
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

const NEWLINE = 0x0a;

/** The lines of UTF-8 text, without their newlines; `\r` before a newline stays. */
async function* lines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let begun: Buffer[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      const rest = chunk.subarray(start, end);
      // Joined as bytes: a character may lie across two chunks.
      yield (begun.length === 0 ? rest : Buffer.concat([...begun, rest])).toString();
      begun = [];
      start = end + 1;
    }
    if (start < chunk.length) begun.push(chunk.subarray(start));
  }
  if (begun.length > 0) yield Buffer.concat(begun).toString();
}
