import { type Hash, createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { BUNDLED_CATALOGUE_DIR, readBundledCatalogue } from '../../catalogue/bundled.ts';
import { CatalogueError } from '../../catalogue/catalogue-error.ts';
import { readCatalogueLines } from '../../catalogue/file.ts';
import type { Config, IgdbConfig } from '../../config.ts';
import { IGDB } from '../../igdb/server.ts';
import type { Arguments } from '../arguments.ts';
import { UsageError } from '../errors.ts';

/** Where games can be asked for; `baseUrl`: of a server that is asked in IGDB's place. */
export type Source =
  { kind: 'igdb'; baseUrl?: string } | { kind: 'bundled' } | { kind: 'file'; path: string };

/** Where the games of a data folder come from: asked for, or replayed from the raw pages that other runs have kept. */
export type Origin = Source | { kind: 'archive'; path: string };

/**
 * What the command line names, else IGDB itself where there are credentials, else what the data folder was made from,
 * else the bundled catalogue.
 *
 * @param before what the data folder was made from; undefined for a new one
 */
export function originOf({ catalog }: Arguments, config: Config, before: Origin | undefined): Source {
  if (before?.kind === 'igdb' && (catalog !== undefined || config.igdb === undefined)) {
    throw new UsageError(
      `This data folder holds games from ${nameOf(before)} itself, which no catalogue may replace: ` +
        'set IGDB_CLIENT_ID and IGDB_CLIENT_SECRET, or choose another --data-dir.',
    );
  }
  if (catalog !== undefined) return { kind: 'file', path: catalog };
  if (config.igdb !== undefined) return serverOf(config.igdb, before);
  if (before?.kind === 'archive') {
    throw new UsageError(
      `This data folder was filled from ${nameOf(before)}, which knows of nothing newer: build upon it with npm run ` +
        'similarity and publish, or set IGDB_CLIENT_ID and IGDB_CLIENT_SECRET, or name a --catalog.',
    );
  }
  return before ?? { kind: 'bundled' };
}

/** Says what the credentials are not for; undefined where they are, or there are none. */
export const overridden = ({ catalog }: Arguments, { igdb }: Config): string | undefined =>
  catalog === undefined || igdb === undefined
    ? undefined
    : `--catalog goes before IGDB_CLIENT_ID and IGDB_CLIENT_SECRET: ${catalog} is asked, not IGDB.`;

/** Games of a stand-in must not come to lie among those of IGDB itself. */
function serverOf({ baseUrl }: IgdbConfig, before: Origin | undefined): Source {
  const server = { kind: 'igdb' as const, ...(baseUrl !== undefined && { baseUrl }) };
  if (before?.kind === 'igdb' && addressOf(before).hostname !== addressOf(server).hostname) {
    throw new UsageError(
      `This data folder holds games from ${nameOf(before)}, which those of ${nameOf(server)} may not be mixed with: ` +
        'set IGDB_BASE_URL to what it was, or choose another --data-dir.',
    );
  }
  return server;
}

/** A stand-in may come up at another port of the same host. */
const addressOf = ({ baseUrl = IGDB.baseUrl }: { baseUrl?: string }): URL => new URL(baseUrl);

/** As one names it in a sentence. */
export function nameOf(origin: Origin): string {
  if (origin.kind === 'file') return origin.path;
  if (origin.kind === 'archive') return `the archive ${origin.path}`;
  if (origin.kind === 'bundled') return 'the bundled catalogue';
  const { host } = addressOf(origin);
  return host === new URL(IGDB.baseUrl).host ? 'IGDB' : host;
}

/** The records of a catalogue, as JSON text. */
export const recordsOf = (
  origin: Exclude<Source, { kind: 'igdb' }>,
  say: (text: string) => void,
): AsyncGenerator<string> =>
  origin.kind === 'bundled' ? readBundledCatalogue(BUNDLED_CATALOGUE_DIR) : readFileRecords(origin.path, say);

/**
 * SHA-256 of a catalogue; empty for IGDB, which is always the same one however its games change.
 *
 * @throws CatalogueError when the file cannot be read
 */
export async function fingerprintOf(origin: Source): Promise<string> {
  if (origin.kind === 'igdb') return '';
  const hash = createHash('sha256');
  if (origin.kind === 'file') {
    await addFile(hash, origin.path);
  } else {
    // Its records, not its files: the code that makes records of them lies elsewhere once it is bundled.
    for await (const record of readBundledCatalogue(BUNDLED_CATALOGUE_DIR)) hash.update(record);
  }
  return hash.digest('hex');
}

async function addFile(hash: Hash, file: string): Promise<void> {
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  } catch (error) {
    throw new CatalogueError(file, undefined, whatIsWrong(error as NodeJS.ErrnoException), { cause: error });
  }
}

/** By the codes of Node's file system errors. */
const PROBLEMS: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be read',
};

const whatIsWrong = ({ code, message }: NodeJS.ErrnoException) => PROBLEMS[code ?? ''] ?? message;

/**
 * The JSON text of the records of a catalogue file. Crawls made without a sort repeat records: those that share an id are
 * all passed on, for the one changed last to count, and said to do so.
 *
 * @throws CatalogueError as `readCatalogueLines`, and for a record without an id
 */
async function* readFileRecords(path: string, say: (text: string) => void): AsyncGenerator<string> {
  const ids = new Set<unknown>();
  let records = 0;
  for await (const { line, text, record } of readCatalogueLines(path)) {
    const id = record['id'];
    if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) {
      throw new CatalogueError(path, line, 'a game record needs a whole number as its id');
    }
    ids.add(id);
    records += 1;
    yield text;
  }
  const repeated = records - ids.size;
  if (repeated > 0) {
    const count = repeated.toLocaleString('en');
    say(
      `${path}: ${count} of its records repeat the id of an earlier one: the one with the newest updated_at counts.`,
    );
  }
}
