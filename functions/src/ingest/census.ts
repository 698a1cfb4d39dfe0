import { gameId } from '../igdb/record.ts';
import type { Warehouse } from '../warehouse.ts';
import { abortable } from './abortable.ts';
import type { Session } from './session.ts';

export interface Census {
  /** Ids that IGDB has and the warehouse has not, or has as removed; ascending. */
  missing: number[];
  /** Ids of stored games that IGDB does not have; ascending. */
  gone: number[];
}

/**
 * Compares the ids of all games: of IGDB, 500 a page, with those stored.
 *
 * @param onPage told after each page how many ids have come, and how many there are in all where that is known
 */
export async function takeCensus(
  { igdb, warehouse, signal }: Pick<Session, 'igdb' | 'warehouse' | 'signal'>,
  onPage: (received: number, total: number | undefined) => void,
): Promise<Census> {
  const gone = await liveIds(warehouse);
  const missing: number[] = [];
  let received = 0;
  for await (const { records, remaining } of abortable(igdb.pages({ afterId: 0, fields: ['id'] }), signal)) {
    received += records.length;
    onPage(received, remaining === undefined ? undefined : received + remaining);
    for (const id of records.map(gameId)) {
      if (id !== undefined && !gone.delete(id)) missing.push(id);
    }
  }
  return { missing, gone: [...gone].sort((a, b) => a - b) };
}

async function liveIds(warehouse: Warehouse): Promise<Set<number>> {
  const ids = new Set<number>();
  const sql = 'SELECT id FROM raw_games WHERE removed_at IS NULL';
  for await (const { id } of warehouse.query(sql)) ids.add(Number(id));
  return ids;
}

/** Games stored and not removed. */
export async function countLive(warehouse: Warehouse): Promise<number> {
  const sql = 'SELECT COUNT(*) AS games FROM raw_games WHERE removed_at IS NULL';
  for await (const { games } of warehouse.query(sql)) return Number(games);
  return 0;
}
