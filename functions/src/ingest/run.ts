import { rawTable } from '../tables.ts';
import type { Row, Warehouse } from '../warehouse.ts';

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

export type PastRun = Pick<IngestRun, 'mode' | 'complete' | 'startedAt' | 'cursor' | 'watermark' | 'sweep'>;

/** What the runs of one sweep hand on to each other. */
export interface Sweep {
  /** Records that came. */
  records: number;
  /** How many of them had each field. */
  filled: Readonly<Record<string, number>>;
  /** Ids of games that IGDB has and that cannot be stored, as far as is known; ascending. */
  unstored: readonly number[];
}

export const NEW_SWEEP: Sweep = { records: 0, filled: {}, unstored: [] };
