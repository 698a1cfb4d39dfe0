import { rawTable } from '../tables.ts';
import type { Warehouse } from '../warehouse.ts';

/** A measurement, with its 95 % interval where it is a mean over games. */
export interface Measured {
  value: number;
  low?: number;
  high?: number;
}

/** The metrics of a similarity run, as the table `quality` and a release's manifest name them. */
export const METRICS = {
  games: 'canonical games',
  'tag_agreement@10': "cosine between the players' tags of a game and of its ten nearest judged games",
  judged_games: 'judged games in the catalogue, over which agreement is averaged',
  judged_games_folded: 'of these, those that fold onto another game: without a list, they count 0',
  'series_recall@10': 'of the other games of its series, those in its top ten; series and franchise withheld',
  'igdb_overlap@10': "of IGDB's similar_games, those in the top ten",
  'coverage@10': "share of canonical games in anyone's top ten",
  with_neighbors: 'share of canonical games of which anything is known that have neighbours',
  'gini@10': 'inequality of how often games are in top tens: 0 all alike, 1 one game only',
  'largest_in_degree@10': 'top tens that the most frequent game is in',
  'diversity@10': '1 - mean cosine between two games of a top ten',
  'novelty@10': 'bits of surprise of a game in a top ten, by its share of all ratings',
} as const;

export type MetricName = keyof typeof METRICS;

/** The metrics that could be measured. */
export type Metrics = Partial<Record<MetricName, Measured>>;

/**
 * Stores the metrics of a run in the table `quality`. A newer measurement replaces an older one.
 *
 * @param measuredAt ISO 8601, UTC
 */
export async function storeQuality(
  warehouse: Warehouse,
  runId: string,
  measuredAt: string,
  metrics: Metrics,
): Promise<void> {
  const rows = Object.entries(metrics).map(([metric, { value, low, high }]) => ({
    run_id: runId,
    metric,
    value,
    low: low ?? null,
    high: high ?? null,
    measured_at: measuredAt,
  }));
  await warehouse.upsert(rawTable('quality'), rows);
}

/** The metrics that need no judges, as the SQL of the last similarity run measured them. */
export async function readListMetrics(warehouse: Warehouse): Promise<Metrics> {
  const rows = await Array.fromAsync(warehouse.query('SELECT metric, value FROM list_metrics'));
  return Object.fromEntries(rows.map(({ metric, value }) => [metric, { value: Number(value) }]));
}

/** The stored metrics of a similarity run. Empty where nobody measured it. */
export async function readQuality(warehouse: Warehouse, runId: string): Promise<Record<string, Measured>> {
  const sql = 'SELECT metric, value, low, high FROM quality WHERE run_id = @runId ORDER BY metric';
  const quality: Record<string, Measured> = {};
  for await (const { metric, value, low, high } of warehouse.query(sql, { runId })) {
    quality[String(metric)] = {
      value: Number(value),
      ...(typeof low === 'number' && { low }),
      ...(typeof high === 'number' && { high }),
    };
  }
  return quality;
}
