import type { RawGame } from '../igdb/record.ts';
import type { Row, Warehouse } from '../warehouse.ts';
import type { Batch } from './batches.ts';
import type { Counts } from './run.ts';
import { storeBatch } from './store.ts';

/** Stores a batch received in the past, except for games that the warehouse has heard of later: those count as unchanged. */
export async function storeNews(warehouse: Warehouse, runId: string, batch: Batch): Promise<Counts> {
  const games = latestOf(batch.games);
  const heardOf = await lastHeardOf(warehouse, games);
  const news = games.filter(({ id, fetched_at }) => (heardOf.get(id) ?? '') <= fetched_at);
  const counts = await storeBatch(warehouse, runId, { ...batch, games: news }, unchecked);
  const old = batch.games.length - news.length;
  return { ...counts, received: counts.received + old, unchanged: counts.unchanged + old };
}

/** What came was checked when it came. */
const unchecked = () => Promise.resolve();

/** Each game once: of several records the last, but the first of those that are equal, as storing them in turn would leave it. */
function latestOf(games: RawGame[]): RawGame[] {
  const latest = new Map<number, RawGame>();
  for (const game of games) {
    if (latest.get(game.id)?.payload_hash !== game.payload_hash) latest.set(game.id, game);
  }
  return [...latest.values()];
}

/** When each game was last fetched or found to be gone: ISO 8601 text, which sorts by time. */
async function lastHeardOf(warehouse: Warehouse, games: RawGame[]): Promise<Map<number, string>> {
  const heardOf = new Map<number, string>();
  if (games.length === 0) return heardOf;
  const ids = games.map(({ id }) => id).join(', ');
  const sql = `SELECT id, fetched_at, removed_at FROM raw_games WHERE id IN (${ids})`;
  for await (const row of warehouse.query(sql)) heardOf.set(Number(row['id']), latest(row));
  return heardOf;
}

const latest = ({ fetched_at, removed_at }: Row): string =>
  removed_at === null || String(removed_at) < String(fetched_at) ? String(fetched_at) : String(removed_at);
