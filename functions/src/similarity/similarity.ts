import { type Clock, isoTime } from '../clock.ts';
import { readListMetrics, storeQuality } from '../evaluate/quality.ts';
import type { Progress } from '../progress/progress.ts';
import { inStep, type RunDeps, runStage } from '../runs/run-stage.ts';
import { RAW_TABLES, rawTable } from '../tables.ts';
import type { Warehouse } from '../warehouse.ts';
import { buildTables, runChecks } from './build-tables.ts';
import { checksIn, stepsOf } from './steps.ts';

export interface SimilarityDeps extends RunDeps {
  progress: Progress;
}

export interface SimilaritySummary {
  runId: string;
  /** Rows of each table built. */
  counts: Record<string, number>;
}

const MS_PER_SECOND = 1000;

/**
 * Builds every table from raw_games up to neighbors, each followed by its checks, and the analysts' views of them. Keeps in the table
 * `quality` what can be measured of the lists without judges.
 *
 * @throws CheckError when what was ingested or built is not as it should be; publish then refuses
 */
export async function similarity(deps: SimilarityDeps): Promise<SimilaritySummary> {
  return runStage(deps, 'similarity', async (runId) => {
    await checkIngested(deps.warehouse, deps.clock);
    const steps = stepsOf('seeds', 'staging', 'features', 'similarity', 'views');
    const onStep = (done: number, total: number, note: string) => {
      deps.progress({ stage: 'similarity', done, total, note });
    };
    const counts = await buildTables(deps.warehouse, steps, onStep, (work) => inStep(deps, work));
    await storeQuality(deps.warehouse, runId, isoTime(deps.clock()), await readListMetrics(deps.warehouse));
    return { counts };
  });
}

/** Makes the tables that views read and that nothing has been stored in yet, and checks what ingestion has stored. */
async function checkIngested(warehouse: Warehouse, clock: Clock): Promise<void> {
  for (const name of RAW_TABLES) await warehouse.upsert(rawTable(name), []);
  const params = { now_seconds: Math.floor(clock() / MS_PER_SECOND) };
  await runChecks(warehouse, checksIn('raw'), params);
}
