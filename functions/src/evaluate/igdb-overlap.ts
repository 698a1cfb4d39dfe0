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
 * Of the games that IGDB itself calls similar to a game, how many are in its top ten: a label to compare with, not a truth.
 * Games that are not in the catalogue do not count, editions count as their game.
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
  { ids, placeOf }: Lists,
): Promise<Map<number, Set<number>>> {
  const similar = new Map<number, Set<number>>();
  for await (const { id, similar_games } of warehouse.query(SIMILAR)) {
    const game = placeOf.get(Number(id));
    // An edition has no list.
    if (game === undefined || ids[game] !== id || typeof similar_games !== 'string') continue;
    const others = new Set(idsIn(JSON.parse(similar_games)).map((other) => placeOf.get(other) ?? game));
    others.delete(game);
    if (others.size > 0) similar.set(game, others);
  }
  return similar;
}

/** Bare ids, or expanded games: IGDB sends both. */
const idsIn = (list: unknown): number[] =>
  (Array.isArray(list) ? list : []).map((item: unknown) =>
    Number(typeof item === 'object' && item !== null && 'id' in item ? item.id : item),
  );
