import type { Row, Warehouse } from '../warehouse.ts';
import type { PastRun } from './plan.ts';

/** Three years of daily runs; beyond, a crawl starts afresh. */
const PAST_RUNS = 1000;

/** The latest runs that asked IGDB, newest first; a replay moves no cursor but brings the runs it replays. */
export async function readPastRuns(warehouse: Warehouse): Promise<PastRun[]> {
  const sql = `SELECT mode, status, started_at, cursor, watermark, counts
    FROM runs WHERE stage = 'ingest' AND mode IN ('full', 'smart') ORDER BY run_id DESC LIMIT ${PAST_RUNS}`;
  const runs: PastRun[] = [];
  for await (const row of warehouse.query(sql)) runs.push(toPastRun(row));
  return runs;
}

function toPastRun(row: Row): PastRun {
  const counts = JSON.parse(String(row['counts'])) as { complete?: number };
  return {
    mode: row['mode'] === 'smart' ? 'smart' : 'full',
    complete: row['status'] === 'done' && counts.complete === 1,
    startedAt: String(row['started_at']),
    cursor: typeof row['cursor'] === 'number' ? row['cursor'] : null,
    watermark: typeof row['watermark'] === 'string' ? row['watermark'] : null,
  };
}
