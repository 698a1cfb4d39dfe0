import type { Warehouse } from '../../warehouse.ts';
import type { Play } from './read-plays.ts';

/** Who played what. */
export interface Histories {
  /** Ids of all games that anybody played, ascending. Elsewhere a game is its index in this list. */
  ids: readonly number[];
  /** The games of each user, ascending; editions count as their canonical game. */
  histories: readonly (readonly number[])[];
  /** Plays of games that are not in the catalogue. */
  unknownPlays: number;
}

const CANONICAL = 'SELECT game_id, canonical_id FROM games';

export async function readHistories(warehouse: Warehouse, plays: readonly Play[]): Promise<Histories> {
  const canonicalOf = new Map<number, number>();
  for await (const { game_id, canonical_id } of warehouse.query(CANONICAL)) {
    canonicalOf.set(Number(game_id), Number(canonical_id));
  }
  const idsOf = new Map<string, Set<number>>();
  let unknownPlays = 0;
  for (const { user, igdbId } of plays) {
    const id = canonicalOf.get(igdbId);
    if (id === undefined) unknownPlays++;
    else idsOf.set(user, (idsOf.get(user) ?? new Set()).add(id));
  }
  const sorted = (numbers: Iterable<number>) => [...numbers].sort((a, b) => a - b);
  const ids = sorted(new Set([...idsOf.values()].flatMap((played) => [...played])));
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  const histories = [...idsOf.values()].map((played) => sorted(played).map((id) => indexOf.get(id) ?? -1));
  return { ids, histories, unknownPlays };
}
