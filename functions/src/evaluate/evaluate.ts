import { type Clock, isoTime } from '../clock.ts';
import { agreement } from './agreement.ts';
import { diversity } from './diversity.ts';
import { fullLists } from './full-lists.ts';
import { igdbOverlap } from './igdb-overlap.ts';
import type { Judgement } from './judgements.ts';
import { readLists } from './lists.ts';
import type { Metrics } from './quality.ts';
import { novelty } from './novelty.ts';
import { seriesRecall } from './series-recall.ts';
import { readVectors } from './sparse-vectors.ts';
import { spread } from './spread.ts';
import { storeQuality } from './quality.ts';
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
  const { metrics: ofSpread, hub } = spread(lists);
  const metrics: Metrics = {
    ...(judgements !== undefined && agreement(lists, vectors, judgements)),
    ...(await seriesRecall(warehouse, lists, vectors)),
    ...(await igdbOverlap(warehouse, lists)),
    ...(await fullLists(warehouse)),
    ...ofSpread,
    ...diversity(lists, vectors),
    ...novelty(lists),
  };
  await storeQuality(warehouse, runId, isoTime(clock()), metrics);
  if (hub === undefined) return { runId, metrics };
  const id = lists.ids[hub] ?? -1;
  return { runId, metrics, largestHub: { id, name: await nameOf(warehouse, id) } };
}

async function nameOf(warehouse: Warehouse, id: number): Promise<string> {
  const [row] = await Array.fromAsync(warehouse.query('SELECT name FROM games WHERE game_id = @id', { id }));
  return String(row?.['name']);
}
