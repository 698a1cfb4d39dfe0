import { join } from 'node:path';
import { openDuckDb } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { entriesOf } from '@playkin/functions/src/evaluate/nearest.ts';
import { readVectors, type SparseVectors } from '@playkin/functions/src/evaluate/sparse-vectors.ts';
import { sample, SEED } from '@playkin/functions/src/evaluate/statistics.ts';
import { seededRandom } from '@playkin/functions/src/evaluate/random.ts';
import { WEIGHT_SCALE } from '@playkin/shared/release.ts';
import { type Neighbor, ranked, readNeighbors, readRenown, type Standing } from '../support/brute-force.ts';

const RANDOM_GAMES = 1_000;
const FAMOUS_GAMES = 200;

const FAMOUS = `SELECT vectors.game_id
  FROM (SELECT DISTINCT game_id FROM vectors) AS vectors
  JOIN games ON games.game_id = vectors.game_id
  ORDER BY games.rating_count DESC, vectors.game_id
  LIMIT ${FAMOUS_GAMES}`;

/**
 * How many lists of the table `neighbors` differ from all pairs compared, of 1,000 games drawn at random and of the 200 with
 * the most ratings. Games, order (by cosine and renown, ties by renown, then by lower id) and scores must be the same; scores are exact: there is no tolerance.
 */
export async function benchExactness(dataDir: string): Promise<object> {
  const warehouse = await openDuckDb({
    path: join(dataDir, 'warehouse.duckdb'),
    storage: folderStorage(join(dataDir, 'bucket')),
    memoryLimit: '1GB',
    readOnly: true,
  });
  try {
    const vectors = await readVectors(warehouse);
    const neighbors = await readNeighbors(warehouse);
    const famous = await Array.fromAsync(warehouse.query(FAMOUS), (row) => Number(row['game_id']));
    const random = sample(vectors.ids, RANDOM_GAMES, seededRandom(SEED));
    const startedAt = performance.now();
    const nearestTo = bruteForce(vectors, await readRenown(warehouse));
    const differs = (id: number) => JSON.stringify(nearestTo(id)) !== JSON.stringify(neighbors.get(id) ?? []);
    const mismatches = { random: random.filter(differs), famous: famous.filter(differs) };
    return {
      games: vectors.ids.length,
      compared: { random: random.length, famous: famous.length },
      mismatches: { random: mismatches.random.length, famous: mismatches.famous.length },
      first: [...mismatches.random, ...mismatches.famous].slice(0, 5),
      bruteForceSeconds: Math.round((performance.now() - startedAt) / 100) / 10,
    };
  } finally {
    warehouse.close();
  }
}

/** The nearest games of a game, from the product of its vector with every other. */
function bruteForce(
  vectors: SparseVectors,
  renown: ReadonlyMap<number, Standing>,
): (id: number) => Neighbor[] {
  const { ids, rows, indexOf } = vectors;
  const features = rows.values.reduce((most, feature) => Math.max(most, feature), 0) + 1;
  return (id) => {
    const own = indexOf.get(id) ?? -1;
    const weights = new Uint16Array(features);
    for (const [feature, weight] of entriesOf(vectors, own)) weights[feature] = weight;
    const found: Neighbor[] = [];
    ids.forEach((other, place) => {
      if (place === own) return;
      let products = 0;
      for (let i = rows.start[place] ?? 0; i < (rows.start[place + 1] ?? 0); i++) {
        products += (weights[rows.values[i] ?? 0] ?? 0) * (rows.weights[i] ?? 0);
      }
      if (products > 0) found.push({ id: other, score: products / (WEIGHT_SCALE * WEIGHT_SCALE) });
    });
    return ranked(found, id, renown);
  };
}
