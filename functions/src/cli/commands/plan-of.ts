import { readPastRuns } from '../../ingest/run.ts';
import { type Plan, planIngest } from '../../ingest/plan.ts';
import type { Warehouse } from '../../warehouse.ts';
import type { Arguments } from '../arguments.ts';
import { hasTable } from '../data-dir/needs.ts';

/**
 * What an ingest would fetch after the runs that the warehouse knows of; undefined stands for one without any.
 *
 * @param newSweep as in the options of ingest
 */
export async function planOf(
  mode: Arguments['mode'],
  warehouse: Warehouse | undefined,
  newSweep: boolean,
): Promise<Plan> {
  const hasRuns = warehouse !== undefined && (await hasTable(warehouse, 'runs'));
  return planIngest(hasRuns ? await readPastRuns(warehouse, newSweep) : [], mode);
}

/** Why a run that was asked for changes fetches all; undefined for any other. */
export const whyFull = (asked: Arguments['mode'], { mode }: Plan): string | undefined =>
  asked === 'smart' && mode === 'full' ? 'No crawl has been finished yet: fetching every game.' : undefined;
