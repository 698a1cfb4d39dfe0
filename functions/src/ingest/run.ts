import { rawTable } from '../similarity/steps.ts';
import type { Row, Warehouse } from '../warehouse.ts';
import type { Plan, Sweep } from './plan.ts';

export type Mode = 'full' | 'smart';

/** What a run counted, in records. */
export interface Counts {
  received: number;
  inserted: number;
  updated: number;
  /** Received, and stored as they are already. */
  unchanged: number;
  rejected: number;
  /** Stored games that IGDB no longer has, found by this run. */
  removed: number;
}

export const NO_COUNTS: Counts = {
  received: 0,
  inserted: 0,
  updated: 0,
  unchanged: 0,
  rejected: 0,
  removed: 0,
};

export const addCounts = (a: Counts, b: Counts): Counts => ({
  received: a.received + b.received,
  inserted: a.inserted + b.inserted,
  updated: a.updated + b.updated,
  unchanged: a.unchanged + b.unchanged,
  rejected: a.rejected + b.rejected,
  removed: a.removed + b.removed,
});

/** A row of the table runs with stage `ingest`. */
export interface IngestRun {
  runId: string;
  mode: Mode;
  status: 'running' | 'done' | 'stopped' | 'failed';
  startedAt: string;
  finishedAt: string | null;
  /** The largest id stored; null before the first. */
  cursor: number | null;
  /**
   * A time of IGDB's clock up to which the sweep, once it is finished, has seen every change: the latest change there was
   * when it began. Null before that is known.
   */
  watermark: string | null;
  counts: Counts;
  sweep: Sweep;
  /** Whether every game the run was to fetch is stored: false while running, and when the limit ended it. */
  complete: boolean;
  error: string | null;
}

export function startRun(runId: string, plan: Plan, startedAt: string): IngestRun {
  return {
    runId,
    mode: plan.mode,
    status: 'running',
    startedAt,
    finishedAt: null,
    cursor: plan.afterId === 0 ? null : plan.afterId,
    watermark: plan.watermark,
    counts: NO_COUNTS,
    sweep: plan.sweep,
    complete: false,
    error: null,
  };
}

/**
 * @param bytesBilled of the run so far; 0 on engines that bill nothing
 * @returns the row saved
 */
export async function saveRun(warehouse: Warehouse, run: IngestRun, bytesBilled: number): Promise<Row> {
  const row = {
    run_id: run.runId,
    stage: 'ingest',
    status: run.status,
    mode: run.mode,
    started_at: run.startedAt,
    finished_at: run.finishedAt,
    cursor: run.cursor,
    watermark: run.watermark,
    counts: JSON.stringify({ ...run.counts, complete: run.complete ? 1 : 0 }),
    sweep: JSON.stringify(run.sweep),
    bytes_billed: bytesBilled,
    release: null,
    error: run.error,
  };
  await warehouse.upsert(rawTable('runs'), [row]);
  return row;
}
