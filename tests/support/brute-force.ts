import { LEAST_SCORE, NEIGHBORS } from '@playkin/shared/release.ts';
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
  adult: boolean;
}

/** The table `renown`. */
export async function readRenown(warehouse: Warehouse): Promise<Map<number, Standing>> {
  const standings = new Map<number, Standing>();
  for await (const row of warehouse.query('SELECT game_id, renown, recommended, is_adult FROM popularity')) {
    standings.set(Number(row['game_id']), {
      renown: Number(row['renown']),
      recommended: row['recommended'] === true,
      adult: row['is_adult'] === true,
    });
  }
  return standings;
}

/**
 * The neighbours of a game by the documented rule, of all games that share anything with it.
 *
 * @param least none of them scores less. Default: the least score of a list
 */
export function ranked(
  found: readonly Neighbor[],
  game: number,
  renown: ReadonlyMap<number, Standing>,
  least: number = LEAST_SCORE,
): Neighbor[] {
  const known = (id: number) => renown.get(id)?.renown ?? 0;
  const favoured = ({ id, score }: Neighbor) =>
    score * (2 ** 15 + Math.floor((known(game) * known(id)) / 2 ** 15));
  return found
    .filter(({ id, score }) => score >= least && renown.get(id)?.recommended === true)
    .filter(({ id }) => renown.get(game)?.adult === true || renown.get(id)?.adult !== true)
    .sort((a, b) => b.score - a.score || known(b.id) - known(a.id) || a.id - b.id)
    .slice(0, NEIGHBORS)
    .sort((a, b) => favoured(b) - favoured(a) || known(b.id) - known(a.id) || a.id - b.id);
}

/** What the table `neighbors` should hold, from the product of every vector with every other. */
export function bruteForce(
  vectors: ReadonlyMap<number, SparseVector>,
  renown: ReadonlyMap<number, Standing>,
  least: number = LEAST_SCORE,
): Map<number, Neighbor[]> {
  // Features numbered from 0, so that the weights of one game lie in an array: looking them up in a map took five times as long.
  const numbers = new Map<number, number>();
  const numberOf = (feature: number) => {
    const number = numbers.get(feature) ?? numbers.size;
    numbers.set(feature, number);
    return number;
  };
  const games = [...vectors].map(([id, vector]) => ({
    id,
    features: Int32Array.from(vector, ([feature]) => numberOf(feature)),
    weights: Float64Array.from(vector, ([, weight]) => weight),
  }));
  const weightOf = new Float64Array(numbers.size);
  return new Map(
    games.map((game) => {
      weightOf.fill(0);
      game.features.forEach((feature, i) => (weightOf[feature] = game.weights[i] ?? NaN));
      const found: Neighbor[] = [];
      for (const { id, features, weights } of games) {
        if (id === game.id) continue;
        let score = 0;
        for (let i = 0; i < features.length; i++) {
          score += (weights[i] ?? NaN) * (weightOf[features[i] ?? -1] ?? NaN);
        }
        if (score > 0) found.push({ id, score });
      }
      return [game.id, ranked(found, game.id, renown, least)];
    }),
  );
}
