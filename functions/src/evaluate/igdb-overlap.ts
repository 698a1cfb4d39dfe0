import type { Warehouse } from '../warehouse.ts';
import { averaged } from './statistics.ts';
import { type Lists, SHOWN } from './lists.ts';
import type { Metrics } from './quality.ts';
import { recall } from './statistics.ts';
import { sampleOfGames } from './statistics.ts';

const SIMILAR = `SELECT id, JSON_QUERY(payload, '$.similar_games') AS similar_games
  FROM raw_games
  WHERE removed_at IS NULL
  ORDER BY id`;

/**
 * How many of the games that IGDB calls similar are in the top ten. IGDB's list is a label to compare with, not a truth.
 * Games outside the catalogue do not count. Editions count as their canonical game.
 */
export async function igdbOverlap(warehouse: Warehouse, lists: Lists): Promise<Metrics> {
  const similar = await readSimilarGames(warehouse, lists);
  const values = sampleOfGames([...similar]).map(([game, others]) =>
    recall(lists.tops[game] ?? [], others, SHOWN),
  );
  return averaged('igdb_overlap@10', values);
}

async function readSimilarGames(
  warehouse: Warehouse,
  { ids, indexOf }: Lists,
): Promise<Map<number, Set<number>>> {
  const similar = new Map<number, Set<number>>();
  for await (const { id, similar_games } of warehouse.query(SIMILAR)) {
    const game = indexOf.get(Number(id));
    // Editions have no list.
    if (game === undefined || ids[game] !== id || typeof similar_games !== 'string') continue;
    const others = new Set(idsIn(JSON.parse(similar_games)).map((other) => indexOf.get(other) ?? game));
    others.delete(game);
    if (others.size > 0) similar.set(game, others);
  }
  return similar;
}

/** IGDB sends bare ids and expanded games. */
const idsIn = (list: unknown): number[] =>
  (Array.isArray(list) ? list : []).map((item: unknown) =>
    Number(typeof item === 'object' && item !== null && 'id' in item ? item.id : item),
  );
