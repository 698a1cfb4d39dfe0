import type { Warehouse } from '../warehouse.ts';

/** How many neighbours of each game are measured: what a visitor sees without asking for more. */
export const SHOWN = 10;

/** The canonical games and the nearest of each. A game's index is 0, 1, 2 … in ascending order of game ids. */
export interface Lists {
  ids: readonly number[];
  /** Number of ratings of each game. */
  ratings: readonly number[];
  /** From the id of a game, an edition or a port to the index of its canonical game. */
  indexOf: ReadonlyMap<number, number>;
  /** The {@link SHOWN} nearest games of each game, nearest first; fewer where there are no more. */
  tops: readonly (readonly number[])[];
}

const GAMES = 'SELECT game_id, canonical_id, rating_count FROM games ORDER BY game_id';
const TOPS = `SELECT game_id, neighbor_id FROM neighbors WHERE rank <= ${SHOWN} ORDER BY game_id, rank`;

/** The tables `games` and `neighbors`. */
export async function readLists(warehouse: Warehouse): Promise<Lists> {
  const ids: number[] = [];
  const ratings: number[] = [];
  const canonicalOf = new Map<number, number>();
  for await (const { game_id, canonical_id, rating_count } of warehouse.query(GAMES)) {
    canonicalOf.set(Number(game_id), Number(canonical_id));
    if (game_id !== canonical_id) continue;
    ids.push(Number(game_id));
    ratings.push(Number(rating_count ?? 0));
  }
  const canonical = new Map(ids.map((id, index) => [id, index]));
  const indexOf = new Map<number, number>();
  for (const [id, canonicalId] of canonicalOf) {
    const index = canonical.get(canonicalId);
    if (index !== undefined) indexOf.set(id, index);
  }
  const tops = ids.map((): number[] => []);
  for await (const { game_id, neighbor_id } of warehouse.query(TOPS)) {
    const neighbor = canonical.get(Number(neighbor_id));
    if (neighbor !== undefined) tops[canonical.get(Number(game_id)) ?? -1]?.push(neighbor);
  }
  return { ids, ratings, indexOf, tops };
}
