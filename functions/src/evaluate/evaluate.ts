import { type Clock, isoTime } from '../clock.ts';
import { agreement } from './agreement.ts';
import { diversity } from './diversity.ts';
import { igdbOverlap } from './igdb-overlap.ts';
import type { Judgement } from './judgements.ts';
import { readLists } from './lists.ts';
import type { Metrics } from './quality.ts';
import { novelty } from './novelty.ts';
import { seriesRecall } from './series-recall.ts';
import { readVectors } from './sparse-vectors.ts';
import { readListMetrics, storeQuality } from './quality.ts';
import { similarityRun } from '../runs/readiness.ts';
import type { Warehouse } from '../warehouse.ts';

export interface EvaluateDeps {
  warehouse: Warehouse;
  clock: Clock;
}

export interface Evaluation {
  /** The run of similarity that was measured. */
  runId: string;
  metrics: Metrics;
  /** The game that is in most top tens. Undefined without lists. */
  largestHub?: { id: number; name: string };
}

/**
 * Measures the lists of the last similarity run and stores the figures in the table `quality`.
 *
 * @param judgements what players think of the games; without them everything but agreement is measured
 * @throws Error when no judged game is in the catalogue, or the last similarity run did not finish
 */
export async function evaluate(
  { warehouse, clock }: EvaluateDeps,
  judgements: readonly Judgement[] | undefined,
): Promise<Evaluation> {
  const runId = await similarityRun(warehouse);
  const lists = await readLists(warehouse);
  const vectors = await readVectors(warehouse);
  const metrics: Metrics = {
    ...(judgements !== undefined && agreement(lists, vectors, judgements)),
    ...(await seriesRecall(warehouse, lists, vectors)),
    ...(await igdbOverlap(warehouse, lists)),
    ...(await readListMetrics(warehouse)),
    ...diversity(lists, vectors),
    ...novelty(lists),
  };
  await storeQuality(warehouse, runId, isoTime(clock()), metrics);
  const [hub] = await Array.fromAsync(warehouse.query(LARGEST_HUB));
  if (hub === undefined) return { runId, metrics };
  return { runId, metrics, largestHub: { id: Number(hub['id']), name: String(hub['name']) } };
}

const LARGEST_HUB = `SELECT games.game_id AS id, games.name
FROM neighbors
JOIN games ON games.game_id = neighbors.neighbor_id
WHERE neighbors.rank <= 10
GROUP BY games.game_id, games.name
ORDER BY COUNT(*) DESC, games.game_id
LIMIT 1`;
