import { rawTable } from '../similarity/steps.ts';
import type { Row, Warehouse } from '../warehouse.ts';
import { NEW_SWEEP, type PastRun, type Sweep } from './plan.ts';

/** Three years of daily runs; beyond, a crawl starts afresh. */
const PAST_RUNS = 1000;

/**
 * The latest runs of this stage, newest first.
 *
 * @param newSweep leaves out those that broke off, so that none is gone on with
 */
export async function readPastRuns(warehouse: Warehouse, newSweep = false): Promise<PastRun[]> {
  const sql = `SELECT mode, status, started_at, cursor, watermark, counts, sweep
    FROM runs WHERE stage = 'ingest' AND mode IN ('full', 'smart') ORDER BY run_id DESC LIMIT ${PAST_RUNS}`;
  const runs: PastRun[] = [];
  for await (const row of warehouse.query(sql)) runs.push(toPastRun(row));
  return newSweep ? runs.filter(({ complete }) => complete) : runs;
}

function toPastRun(row: Row): PastRun {
  const counts = JSON.parse(String(row['counts'])) as { complete?: number };
  return {
    mode: row['mode'] === 'smart' ? 'smart' : 'full',
    complete: row['status'] === 'done' && counts.complete === 1,
    startedAt: String(row['started_at']),
    cursor: typeof row['cursor'] === 'number' ? row['cursor'] : null,
    watermark: typeof row['watermark'] === 'string' ? row['watermark'] : null,
    sweep: typeof row['sweep'] === 'string' ? (JSON.parse(row['sweep']) as Sweep) : NEW_SWEEP,
  };
}

/** Marks the runs that no process can be working on any more: the caller holds the lease. */
export async function closeDeadRuns(warehouse: Warehouse): Promise<void> {
  const sql = `SELECT * FROM runs WHERE stage = 'ingest' AND status = 'running'`;
  const dead: Row[] = [];
  for await (const row of warehouse.query(sql)) {
    dead.push({
      ...row,
      status: 'failed',
      error: 'It ended without a word: its process was killed, or its machine stopped.',
    });
  }
  if (dead.length > 0) await warehouse.upsert(rawTable('runs'), dead);
}
