import { NEIGHBORS } from '@playkin/shared/release.ts';
import type { Warehouse } from '@playkin/functions/src/warehouse.ts';

export interface Neighbor {
  id: number;
  score: number;
}

type SparseVector = [feature: number, weight: number][];

/** The table `vectors`: game → its features and their weights. */
export async function readVectors(warehouse: Warehouse): Promise<Map<number, SparseVector>> {
  const vectors = new Map<number, SparseVector>();
  for await (const row of warehouse.query('SELECT game_id, feature_id, weight FROM vectors')) {
    const game = Number(row['game_id']);
    const vector = vectors.get(game) ?? [];
    vector.push([Number(row['feature_id']), Number(row['weight'])]);
    vectors.set(game, vector);
  }
  return vectors;
}

/** The table `neighbors`: game → its neighbours by rank. */
export async function readNeighbors(warehouse: Warehouse): Promise<Map<number, Neighbor[]>> {
  const neighbors = new Map<number, Neighbor[]>();
  const sql = 'SELECT game_id, neighbor_id, score FROM neighbors ORDER BY game_id, rank';
  for await (const row of warehouse.query(sql)) {
    const game = Number(row['game_id']);
    const list = neighbors.get(game) ?? [];
    list.push({ id: Number(row['neighbor_id']), score: Number(row['score']) });
    neighbors.set(game, list);
  }
  return neighbors;
}

export interface Standing {
  renown: number;
  recommended: boolean;
}

/** The table `renown`. */
export async function readRenown(warehouse: Warehouse): Promise<Map<number, Standing>> {
  const standings = new Map<number, Standing>();
  for await (const row of warehouse.query('SELECT game_id, renown, recommended FROM popularity')) {
    standings.set(Number(row['game_id']), {
      renown: Number(row['renown']),
      recommended: row['recommended'] === true,
    });
  }
  return standings;
}

/** The neighbours of a game by the documented rule, of all games that share anything with it. */
export function ranked(
  found: readonly Neighbor[],
  game: number,
  renown: ReadonlyMap<number, Standing>,
): Neighbor[] {
  const known = (id: number) => renown.get(id)?.renown ?? 0;
  const favoured = ({ id, score }: Neighbor) =>
    score * (2 ** 15 + Math.floor((known(game) * known(id)) / 2 ** 15));
  return found
    .filter(({ id }) => renown.get(id)?.recommended === true)
    .sort((a, b) => b.score - a.score || a.id - b.id)
    .slice(0, NEIGHBORS)
    .sort((a, b) => favoured(b) - favoured(a) || a.id - b.id);
}

/** What the table `neighbors` should hold, from the product of every vector with every other. */
export function bruteForce(
  vectors: ReadonlyMap<number, SparseVector>,
  renown: ReadonlyMap<number, Standing>,
): Map<number, Neighbor[]> {
  return new Map(
    [...vectors].map(([game, vector]) => {
      const weights = new Map(vector);
      const found: Neighbor[] = [];
      for (const [id, other] of vectors) {
        if (id === game) continue;
        let score = 0;
        for (const [feature, weight] of other) score += weight * (weights.get(feature) ?? 0);
        if (score > 0) found.push({ id, score });
      }
      return [game, ranked(found, game, renown)];
    }),
  );
}
