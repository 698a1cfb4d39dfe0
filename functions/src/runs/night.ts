import type { NightReport, StageReport } from '@playkin/shared/api.ts';
import { NIGHT_PATH } from '@playkin/shared/release.ts';
import { type Clock, isoTime } from '../clock.ts';
import { readNight } from '../release/night.ts';
import { type Stage, STAGES } from '../stages.ts';
import type { Storage } from '../storage.ts';
import type { Warehouse } from '../warehouse.ts';
import { type Readiness, readinessOf } from './readiness.ts';
import { readRuns } from './runs-table.ts';

const STAGE_NAMES = Object.keys(STAGES) as Stage[];

/**
 * How the stages stand, from the table `runs`.
 *
 * A night is good when the last ingest ran to its end and everything after it has nothing left to do. That ingest's end is then
 * `goodNightAt`: what IGDB held at that time is published.
 *
 * The table must be there.
 *
 * @param before the report before this one, whose `goodNightAt` stays while no better night is known
 */
export async function reportNight(
  warehouse: Warehouse,
  clock: Clock,
  before: NightReport | undefined,
): Promise<NightReport> {
  const stages = new Map<Stage, StageReport>();
  for (const stage of STAGE_NAMES) {
    const [last] = await readRuns(
      warehouse,
      stage,
      ['run_id', 'status', 'started_at', 'finished_at', 'counts'],
      1,
    );
    if (last === undefined) continue;
    const { run_id, status, started_at, finished_at, counts } = last;
    stages.set(stage, {
      runId: run_id,
      status,
      startedAt: started_at,
      ...(finished_at !== null && { finishedAt: finished_at }),
      ...(isIncomplete(counts) && { complete: false }),
    });
  }
  const release = await lastRelease(warehouse);
  const left = await stagesLeft(warehouse);
  const pending = left.find(({ decision }) => decision === 'run')?.stage;
  const ingest = stages.get('ingest');
  const isGood = left.length === 0 && ingest?.status === 'done' && ingest.complete !== false;
  const goodNightAt = isGood ? ingest.finishedAt : before?.goodNightAt;
  return {
    reportedAt: isoTime(clock()),
    ...(goodNightAt !== undefined && { goodNightAt }),
    stages: Object.fromEntries(stages),
    ...(pending !== undefined && { pending }),
    ...(release !== undefined && { release }),
    bytesBilledThisMonth: await bytesBilledIn(warehouse, new Date(clock())),
  };
}

/** The stages after ingest that are not through with what came before them, and whether they may work or have to wait. */
async function stagesLeft(warehouse: Warehouse) {
  const left: { stage: Stage; decision: Readiness['decision'] }[] = [];
  for (const stage of STAGE_NAMES) {
    if (STAGES[stage].upstream === undefined) continue;
    const { decision } = await readinessOf(warehouse, stage);
    if (decision !== 'skip') left.push({ stage, decision });
  }
  return left;
}

/** A limit ends an ingest before it has seen every game. */
function isIncomplete(counts: string | null): boolean {
  return counts !== null && (JSON.parse(counts) as Record<string, number>)['complete'] === 0;
}

/** Nights of half a year, a few runs each, in which a publish has surely been done. */
const RUNS_READ = 1000;

async function lastRelease(warehouse: Warehouse): Promise<string | undefined> {
  const runs = await readRuns(warehouse, 'publish', ['status', 'release'], RUNS_READ);
  return runs.find(({ status }) => status === 'done')?.release ?? undefined;
}

/** Of the runs that began in the calendar month of `time`, UTC. */
async function bytesBilledIn(warehouse: Warehouse, time: Date): Promise<number> {
  const sql = `SELECT SUM(bytes_billed) AS bytes FROM runs
    WHERE EXTRACT(YEAR FROM started_at) = @year AND EXTRACT(MONTH FROM started_at) = @month`;
  const params = { year: time.getUTCFullYear(), month: time.getUTCMonth() + 1 };
  const [row] = await Array.fromAsync(warehouse.query(sql, params));
  return Number(row?.['bytes'] ?? 0);
}

/** Replaces the report in storage by one of how the stages stand now. */
export async function writeNight(warehouse: Warehouse, storage: Storage, clock: Clock): Promise<void> {
  const report = await reportNight(warehouse, clock, await readNight(storage));
  const bytes = new TextEncoder().encode(`${JSON.stringify(report, null, 2)}\n`);
  await storage.write(NIGHT_PATH, bytes, { contentType: 'application/json' });
}
