import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { GamePage } from '../../igdb/pages.ts';
import { gameId } from '../../igdb/record.ts';
import type { Storage } from '../../storage.ts';
import type { Row } from '../../warehouse.ts';
import { type ArchivedFile, REMOVED_FILE, RUN_FILE, parseArchivePath } from './paths.ts';

/** What an archive holds of one run. */
export interface ArchivedRun {
  runId: string;
  /** Paths of its pages and when they were fetched, in the order they came. */
  pages: { path: string; fetchedAt: string }[];
  /** Path of the list of games it found to be gone, where it found any. */
  removals?: string;
  /** Its row of the table runs; undefined where the archive has lost it. */
  row?: Row;
}

export interface Removal {
  id: number;
  /** ISO 8601, UTC. */
  removed_at: string;
}

const decompress = promisify(gunzip);

/**
 * The runs below a prefix, in the order of their ids, which is that of their starts.
 *
 * @throws Error naming the file when a run's row is damaged
 */
export async function findRuns(storage: Storage, prefix: string): Promise<ArchivedRun[]> {
  const folders = new Map<string, ArchivedRun>();
  for (const path of await storage.list(prefix)) {
    const file = parseArchivePath(path);
    if (file === undefined) continue;
    const run = folders.get(file.folder) ?? { runId: file.runId, pages: [] };
    folders.set(file.folder, run);
    await addFile(run, path, file, storage);
  }
  return [...folders.values()].sort((a, b) => (a.runId < b.runId ? -1 : 1));
}

async function addFile(
  run: ArchivedRun,
  path: string,
  { name, fetchedAt }: ArchivedFile,
  storage: Storage,
): Promise<void> {
  if (fetchedAt !== undefined) run.pages.push({ path, fetchedAt });
  else if (name === REMOVED_FILE) run.removals = path;
  else if (name === RUN_FILE) {
    run.row = await undamaged(path, async () => JSON.parse(decode(await bytesOf(storage, path))) as Row);
  }
}

/**
 * The pages of a run as they were received.
 *
 * @throws Error naming the file that is damaged
 */
async function* readPages(storage: Storage, { pages }: ArchivedRun): AsyncGenerator<GamePage> {
  let lastId = 0;
  for (const [index, { path, fetchedAt }] of pages.entries()) {
    const records = await readLines(storage, path);
    lastId = records.reduce<number>((largest, record) => Math.max(largest, gameId(record) ?? 0), lastId);
    yield { records, lastId, remaining: undefined, final: index === pages.length - 1, fetchedAt };
  }
}

/** @throws Error naming the file when it is damaged */
export const readRemovals = async (storage: Storage, { removals }: ArchivedRun): Promise<Removal[]> =>
  removals === undefined ? [] : ((await readLines(storage, removals)) as Removal[]);

const readLines = (storage: Storage, path: string): Promise<unknown[]> =>
  undamaged(path, async () => {
    const text = decode(await decompress(await bytesOf(storage, path)));
    // At line feeds only: U+2028, a line's end to many readers, occurs in IGDB's texts.
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as unknown);
  });

async function bytesOf(storage: Storage, path: string): Promise<Uint8Array> {
  const bytes = await storage.read(path);
  if (bytes === undefined) throw new Error('it has gone');
  return bytes;
}

const decode = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

async function undamaged<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${path} of the archive is damaged (${reason}): copy it again from where the archive comes from, or move it away ` +
        'and a --full crawl brings what it held.',
      { cause: error },
    );
  }
}

/** What the row of an ingest run counted, as far as a replay goes by it. */
export interface ArchivedCounts {
  received: number;
  /** 1 where the run came to its end. */
  complete: number;
}

/** Undefined where the archive has lost the run's row. */
export const countsOf = ({ row }: ArchivedRun): ArchivedCounts | undefined =>
  typeof row?.['counts'] === 'string' ? (JSON.parse(row['counts']) as ArchivedCounts) : undefined;

/**
 * The pages of a run that it stored: of one that broke off, those that its row has counted. A page reaches the archive first,
 * and what followed the last batch is in the run that went on from there.
 *
 * @throws Error naming the file that is damaged
 */
export async function* storedPages(storage: Storage, run: ArchivedRun): AsyncGenerator<GamePage> {
  const counts = countsOf(run);
  const stored = counts === undefined || counts.complete === 1 ? Infinity : counts.received;
  let received = 0;
  for await (const page of readPages(storage, run)) {
    if (received >= stored) return;
    received += page.records.length;
    yield page;
  }
}
