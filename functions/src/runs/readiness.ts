import { type Stage, STAGES } from '../stages.ts';
import type { Warehouse } from '../warehouse.ts';

interface Run {
  runId: string;
  status: string;
  /** What it counted; empty while running. */
  counts: Record<string, number>;
}

/** Whether a stage has something to do: `wait` when its upstream is not complete, `skip` when nothing is new. */
export type Readiness = { decision: 'run' } | { decision: 'wait' | 'skip'; reason: string };

/** Runs of a year of nights, several a night. */
const RUNS_READ = 1000;

/** Reads from the table runs whether `stage` should run. A stage without upstream always should. */
export async function readinessOf(warehouse: Warehouse, stage: Stage): Promise<Readiness> {
  const { upstream } = STAGES[stage];
  if (upstream === undefined) return { decision: 'run' };
  const before = await runsOf(warehouse, upstream);
  const [latest] = before;
  if (latest === undefined) return { decision: 'wait', reason: `There has been no run of ${upstream} yet.` };
  if (latest.status !== 'done') {
    return { decision: 'wait', reason: `The last run of ${upstream}, ${latest.runId}, is ${latest.status}.` };
  }
  const news = before.find((run) => run.status === 'done' && changed(run));
  const done = (await runsOf(warehouse, stage)).find((run) => run.status === 'done');
  // Run ids sort by time.
  if (done !== undefined && (news === undefined || done.runId > news.runId)) {
    return { decision: 'skip', reason: `Nothing is new since run ${done.runId} of ${stage}.` };
  }
  return { decision: 'run' };
}

/** An ingest run that stored nothing changed nothing; every other run did. */
const changed = ({ counts }: Run) =>
  counts['received'] === undefined ||
  (counts['inserted'] ?? 0) + (counts['updated'] ?? 0) + (counts['removed'] ?? 0) > 0;

/** Newest first. */
async function runsOf(warehouse: Warehouse, stage: Stage): Promise<Run[]> {
  const sql = `SELECT run_id, status, counts FROM runs WHERE stage = @stage ORDER BY run_id DESC LIMIT ${RUNS_READ}`;
  const runs: Run[] = [];
  for await (const row of warehouse.query(sql, { stage })) {
    const counts =
      typeof row['counts'] === 'string' ? (JSON.parse(row['counts']) as Record<string, number>) : {};
    runs.push({ runId: String(row['run_id']), status: String(row['status']), counts });
  }
  return runs;
}

/**
 * The run that built the tables as they are.
 * @throws Error when the last run of similarity has not ended well: its tables are of two runs, or failed their checks.
 */
export async function similarityRun(warehouse: Warehouse): Promise<string> {
  const sql = "SELECT run_id, status FROM runs WHERE stage = 'similarity' ORDER BY run_id DESC LIMIT 1";
  const [latest] = await Array.fromAsync(warehouse.query(sql));
  if (latest === undefined) throw new Error('There is nothing to publish: similarity has not run yet.');
  const { run_id, status } = latest;
  if (status !== 'done') {
    throw new Error(
      `The last run of similarity, ${String(run_id)}, is ${String(status)}: expected done. Run similarity again first.`,
    );
  }
  return String(run_id);
}
