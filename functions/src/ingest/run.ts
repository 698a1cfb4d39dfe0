import { GAME_FIELDS } from '../igdb/fields.ts';
import { readRuns, type RunRow, type RunStatus } from '../runs/runs-table.ts';
import type { Warehouse } from '../warehouse.ts';

export type Mode = 'full' | 'smart';

/** What a run counted, in records. */
export interface Counts {
  received: number;
  inserted: number;
  updated: number;
  /** Received, and stored as they are already. */
  unchanged: number;
  /** Received, and kept in the table rejects only: they cannot be stored. */
  rejected: number;
  /** Of those stored or unchanged, the records of which some field could not be read. The table rejects has them too. */
  flawed: number;
  /** Stored games that IGDB no longer has, found by this run. */
  removed: number;
}

export const NO_COUNTS: Counts = {
  received: 0,
  inserted: 0,
  updated: 0,
  unchanged: 0,
  rejected: 0,
  flawed: 0,
  removed: 0,
};

export const addCounts = (a: Counts, b: Counts): Counts => ({
  received: a.received + b.received,
  inserted: a.inserted + b.inserted,
  updated: a.updated + b.updated,
  unchanged: a.unchanged + b.unchanged,
  rejected: a.rejected + b.rejected,
  flawed: a.flawed + b.flawed,
  removed: a.removed + b.removed,
});

/**
 * Every record received was stored, known or rejected, and is counted as one of these once.
 *
 * @throws Error when that is not so: the counts, or what they are made from, are wrong
 */
export function checkSums(counts: Counts): void {
  const { received, inserted, updated, unchanged, rejected } = counts;
  if (received === inserted + updated + unchanged + rejected) return;
  throw new Error(
    `The counts of the run do not add up: expected received = inserted + updated + unchanged + rejected, found ` +
      `${received} = ${inserted} + ${updated} + ${unchanged} + ${rejected}. What was received is in the archive of the run.`,
  );
}

/** A row of the table runs with stage `ingest`. */
export interface IngestRun {
  runId: string;
  mode: Mode;
  status: RunStatus;
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

/** @param bytesBilled of the run so far; 0 on engines that bill nothing */
export const toRow = (run: IngestRun, bytesBilled: number): RunRow => ({
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
});

/** Three years of daily runs; beyond, a crawl starts afresh. */
const PAST_RUNS = 1000;

/**
 * The latest runs of this stage that asked IGDB, newest first.
 *
 * @param newSweep leaves out those that broke off, so that none is gone on with
 */
export async function readPastRuns(warehouse: Warehouse, newSweep = false): Promise<PastRun[]> {
  const rows = await readRuns(warehouse, 'ingest', COLUMNS, PAST_RUNS);
  const runs = rows.filter(({ mode }) => mode === 'full' || mode === 'smart').map(toPastRun);
  return newSweep ? runs.filter(({ complete }) => complete) : runs;
}

const COLUMNS = ['mode', 'status', 'started_at', 'cursor', 'watermark', 'counts', 'sweep'] as const;

function toPastRun(row: Pick<RunRow, (typeof COLUMNS)[number]>): PastRun {
  const counts = JSON.parse(row.counts ?? '{}') as { complete?: number };
  return {
    mode: row.mode === 'smart' ? 'smart' : 'full',
    complete: row.status === 'done' && counts.complete === 1,
    startedAt: row.started_at,
    cursor: row.cursor,
    watermark: row.watermark,
    sweep: row.sweep === null ? UNKNOWN_SWEEP : (JSON.parse(row.sweep) as Sweep),
  };
}

export type PastRun = Pick<IngestRun, 'mode' | 'complete' | 'startedAt' | 'cursor' | 'watermark' | 'sweep'>;

/** What the runs of one sweep hand on to each other. */
export interface Sweep {
  /** Records that came. */
  records: number;
  /** How many of them had each field. */
  filled: Readonly<Record<string, number>>;
  /** What was asked of every game, separated by commas; absent in runs before it was kept. */
  fields?: string;
  /** Ids of games that IGDB has and that cannot be stored, as far as is known; ascending. */
  unstored: readonly number[];
}

export const NEW_SWEEP: Sweep = { records: 0, filled: {}, unstored: [], fields: GAME_FIELDS.join() };

/** Of a row without one. */
const UNKNOWN_SWEEP: Sweep = { records: 0, filled: {}, unstored: [] };

/** Whether the run asked for the fields of every game that are asked for today. */
export const asksTheSame = ({ sweep }: PastRun): boolean => sweep.fields === NEW_SWEEP.fields;
