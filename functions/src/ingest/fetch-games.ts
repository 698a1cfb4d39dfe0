import { GAME_FIELDS } from '../igdb/fields.ts';
import { PAGE_RECORDS } from '../igdb/page.ts';
import type { GamePage } from '../igdb/pages.ts';
import { gameId } from '../igdb/record.ts';
import type { Session } from './session.ts';
import { storePages } from './store-pages.ts';
import { stillUnstored } from './unstored.ts';

/**
 * Fetches and stores games by their ids, a page of them with each request.
 *
 * @returns the ids that IGDB does not have
 */
export async function fetchGames(session: Session, ids: readonly number[]): Promise<number[]> {
  const { ledger, progress } = session;
  const absent = new Set(ids);
  const stored = storePages(session, crossedOff(pagesOf(session, ids), absent), (received) => {
    progress({ stage: 'ingest', done: received, total: ids.length, note: 'by id' });
  });
  for await (const { batch, counts } of stored) {
    const { sweep } = ledger.run;
    const unstored = stillUnstored(sweep.unstored, batch);
    await ledger.record({ counts, sweep: { ...sweep, unstored } });
  }
  return [...absent];
}

async function* pagesOf({ igdb }: Session, ids: readonly number[]): AsyncGenerator<GamePage> {
  for (let start = 0; start < ids.length; start += PAGE_RECORDS) {
    const where = `id = (${ids.slice(start, start + PAGE_RECORDS).join(',')})`;
    yield* igdb.pages({ afterId: 0, where, fields: GAME_FIELDS });
  }
}

async function* crossedOff(pages: AsyncIterable<GamePage>, ids: Set<number>): AsyncGenerator<GamePage> {
  for await (const page of pages) {
    for (const id of page.records.map(gameId)) if (id !== undefined) ids.delete(id);
    yield page;
  }
}
