import type { Stage } from '../stages.ts';
import { rawTable } from '../tables.ts';
import type { Row, Warehouse } from '../warehouse.ts';

export type RunStatus = 'running' | 'done' | 'stopped' | 'failed';

/** A row of the table `runs`, as functions/sql/raw/runs.json specifies it. Times are ISO 8601, UTC. */
export interface RunRow extends Row {
  run_id: string;
  stage: Stage;
  status: RunStatus;
  mode: string | null;
  started_at: string;
  finished_at: string | null;
  cursor: number | null;
  watermark: string | null;
  counts: string | null;
  sweep: string | null;
  bytes_billed: number;
  release: string | null;
  error: string | null;
}

/** Makes the table where there is none yet, so that it can be read before the first run. */
async function createRuns(warehouse: Warehouse): Promise<void> {
  await warehouse.upsert(rawTable('runs'), []);
}

/** Keeps the row of a run in place of what was kept of it before. */
export async function saveRun(warehouse: Warehouse, row: Row): Promise<void> {
  await warehouse.upsert(rawTable('runs'), [row]);
}

/**
 * The latest runs of a stage, newest first. The table must be there.
 *
 * @param limit how many at most, from 1
 */
export async function readRuns<Column extends keyof RunRow & string>(
  warehouse: Warehouse,
  stage: Stage,
  columns: readonly Column[],
  limit: number,
): Promise<Pick<RunRow, Column>[]> {
  // Run ids sort by time.
  const sql = `SELECT ${columns.join(', ')} FROM runs WHERE stage = @stage ORDER BY run_id DESC LIMIT ${limit}`;
  return (await Array.fromAsync(warehouse.query(sql, { stage }))) as Pick<RunRow, Column>[];
}

/**
 * Marks as failed the runs, of whatever stage, that no process can be working on any more: the caller holds the lease of the
 * stages.
 *
 * @returns how many they were
 */
export async function closeDeadRuns(warehouse: Warehouse): Promise<number> {
  await createRuns(warehouse);
  const running = await Array.fromAsync(warehouse.query(`SELECT * FROM runs WHERE status = 'running'`));
  const dead = running.map((row) => ({
    ...row,
    status: 'failed',
    error: 'It ended without a word: its process was killed, or its machine stopped.',
  }));
  if (dead.length > 0) await warehouse.upsert(rawTable('runs'), dead);
  return dead.length;
}
