import { type Stage, STAGES } from '../stages.ts';
import type { Warehouse } from '../warehouse.ts';
import { readRuns, type RunRow } from './runs-table.ts';

/** Whether a stage has something to do: `wait` when its upstream is not complete, `skip` when nothing is new. */
export type Readiness = { decision: 'run' } | { decision: 'wait' | 'skip'; reason: string };

/** Runs of a year of nights, several a night. */
const RUNS_READ = 1000;

/**
 * Reads from the table runs whether `stage` should run. A stage without upstream always should. The caller holds the lease of the
 * stages, so that the answer stays true.
 */
export async function readinessOf(warehouse: Warehouse, stage: Stage): Promise<Readiness> {
  const { upstream } = STAGES[stage];
  if (upstream === undefined) return { decision: 'run' };
  const before = await runsOf(warehouse, upstream);
  const [latest] = before;
  if (latest === undefined) return { decision: 'wait', reason: `There has been no run of ${upstream} yet.` };
  if (latest.status !== 'done') {
    return {
      decision: 'wait',
      reason: `The last run of ${upstream}, ${latest.run_id}, is ${latest.status}.`,
    };
  }
  const news = before.find((run) => run.status === 'done' && changed(run));
  const done = (await runsOf(warehouse, stage)).find((run) => run.status === 'done');
  // Run ids sort by time.
  if (done !== undefined && (news === undefined || done.run_id > news.run_id)) {
    return { decision: 'skip', reason: `Nothing is new since run ${done.run_id} of ${stage}.` };
  }
  return { decision: 'run' };
}

type Run = Pick<RunRow, 'run_id' | 'status' | 'counts'>;

const runsOf = (warehouse: Warehouse, stage: Stage): Promise<Run[]> =>
  readRuns(warehouse, stage, ['run_id', 'status', 'counts'], RUNS_READ);

/** An ingest run that stored nothing changed nothing; every other run did. */
function changed({ counts: text }: Run): boolean {
  const counts = text === null ? {} : (JSON.parse(text) as Record<string, number>);
  if (counts['received'] === undefined) return true;
  return (counts['inserted'] ?? 0) + (counts['updated'] ?? 0) + (counts['removed'] ?? 0) > 0;
}

/**
 * The run that built the tables as they are.
 * @throws Error when the last run of similarity has not ended well: its tables are of two runs, or failed their checks.
 */
export async function similarityRun(warehouse: Warehouse): Promise<string> {
  const [latest] = await readRuns(warehouse, 'similarity', ['run_id', 'status'], 1);
  if (latest === undefined) throw new Error('There is nothing to publish: similarity has not run yet.');
  const { run_id, status } = latest;
  if (status !== 'done') {
    throw new Error(
      `The last run of similarity, ${run_id}, is ${status}: expected done. Run similarity again first.`,
    );
  }
  return run_id;
}
