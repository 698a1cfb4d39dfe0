import { rawTable } from '../similarity/steps.ts';
import type { Warehouse } from '../warehouse.ts';
import type { Metrics } from './quality.ts';

/**
 * Keeps the measurements of a run in the table `quality`; one measured again replaces its older figure.
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
