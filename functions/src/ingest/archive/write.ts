import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { GamePage } from '../../igdb/pages.ts';
import { recordText } from '../../igdb/record.ts';
import type { Storage } from '../../storage.ts';
import type { Row } from '../../warehouse.ts';
import { pageFile, REMOVED_FILE, RUN_FILE, runFolder } from './paths.ts';
import { mapAhead } from '../../streams.ts';

/** What one run received, kept in storage so that the warehouse can be rebuilt without IGDB. */
export interface RunArchive {
  /** Passes the pages on, each once it is in storage. May be called again: the pages of a run are numbered through. */
  keepPages(pages: AsyncIterable<GamePage>): AsyncGenerator<GamePage>;
  /**
   * Games found to be gone, besides those told before.
   *
   * @param removedAt ISO 8601, UTC
   */
  keepRemovals(ids: readonly number[], removedAt: string): Promise<void>;
  /** The run's row of the table runs, in place of what was kept of it before. */
  keepRun(row: Row): Promise<void>;
}

/**
 * Pages compressed and written at once. Node's thread pool has four threads, and each page is a megabyte or two: more of
 * them would only take memory.
 */
const PAGES_AT_ONCE = 4;

/** Of zlib's levels, the one after which IGDB's records take half as long again for 6 % less. */
const LEVEL = 4;

const compress = promisify(gzip);

/** The archive of one run; see archive-paths.ts for where it lies. Of a run that starts again it replaces what is there. */
export function openArchive(storage: Storage, run: { runId: string; startedAt: string }): RunArchive {
  const folder = runFolder(run);
  const writeLines = async (name: string, lines: string[]) => {
    const bytes = await compress(lines.map((line) => `${line}\n`).join(''), { level: LEVEL });
    await storage.write(folder + name, bytes, { contentType: 'application/gzip' });
  };
  let sequence = 0;
  const removed: string[] = [];

  return {
    keepPages: (pages) =>
      mapAhead(pages, PAGES_AT_ONCE, async (page) => {
        const name = pageFile(sequence++, page.fetchedAt);
        await writeLines(name, page.records.map(recordText));
        return page;
      }),
    keepRemovals: (ids, removedAt) => {
      for (const id of ids) removed.push(JSON.stringify({ id, removed_at: removedAt }));
      return writeLines(REMOVED_FILE, removed);
    },
    keepRun: (row) =>
      storage.write(folder + RUN_FILE, new TextEncoder().encode(`${JSON.stringify(row)}\n`), {
        contentType: 'application/json',
      }),
  };
}
