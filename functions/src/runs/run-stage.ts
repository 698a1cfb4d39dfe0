import { randomBytes } from 'node:crypto';
import { type Clock, isoTime } from '../clock.ts';
import { failure, type Log, type LogEntry, messageOf } from '../log.ts';
import type { Stage } from '../stages.ts';
import type { Warehouse } from '../warehouse.ts';
import { closeDeadRuns, type RunStatus, saveRun } from './runs-table.ts';
import { type Stop, untilStopped } from './stop.ts';

export interface RunDeps {
  warehouse: Warehouse;
  clock: Clock;
  /** A name for the run, unique, that sorts by time. */
  newRunId: () => string;
  /** What the run is billed for so far. Default: nothing, as on engines that bill nothing. */
  bytesBilled?: () => number;
  /** Called between two steps. Default: nobody else can be at work. @throws LeaseLostError when another run has taken over */
  renewLease?: () => Promise<void>;
  /** Asks the run to end early. Default: nobody does. */
  stop?: Stop;
  /** Told when the row of a run that failed could not be saved. Default: nobody is. */
  log?: Log;
}

/** What a stage reports of its run; the release is publish's. */
export interface RunOutcome {
  counts: Record<string, number>;
  release?: string;
}

/**
 * Does the work of one run and keeps its row in the table runs: running, then done, stopped or failed. The caller holds the lease
 * of the stages: whatever else is said to be running is dead, and is marked so.
 *
 * @param mode the row's. Default: none, as of a stage that has but one
 */
export async function runStage<T extends RunOutcome>(
  { warehouse, clock, newRunId, bytesBilled = () => 0, stop, log }: RunDeps,
  stage: Stage,
  work: (runId: string) => Promise<T>,
  mode: string | null = null,
): Promise<T & { runId: string }> {
  await closeDeadRuns(warehouse);
  const runId = newRunId();
  const startedAt = isoTime(clock());
  const save = (status: RunStatus, outcome?: RunOutcome, error?: string) =>
    saveRun(warehouse, {
      run_id: runId,
      stage,
      status,
      mode,
      started_at: startedAt,
      finished_at: status === 'running' ? null : isoTime(clock()),
      counts: outcome === undefined ? null : JSON.stringify(outcome.counts),
      bytes_billed: bytesBilled(),
      release: outcome?.release ?? null,
      error: error ?? null,
    });
  await save('running');
  try {
    const outcome = await work(runId);
    await save('done', outcome);
    return { ...outcome, runId };
  } catch (error) {
    const status = stop?.signal.aborted === true ? 'stopped' : 'failed';
    // The first error is the one that tells what happened.
    await save(status, undefined, messageOf(error)).catch((unsaved: unknown) =>
      log?.(notSaved(runId, status, unsaved)),
    );
    throw error;
  }
}

/** What the operator is told when the warehouse cannot be told how a run ended. */
export const notSaved = (runId: string, status: RunStatus, error: unknown): LogEntry =>
  failure('ERROR', `The row of run ${runId} stays running; that it is ${status} could not be saved`, error);

/** One step of a run, a table say: not begun when the lease is lost, or the run is to stop. */
export async function inStep<T>({ renewLease, stop }: RunDeps, step: () => Promise<T>): Promise<T> {
  await renewLease?.();
  return untilStopped(stop, step);
}

/** A name for a run, unique, that sorts by time to the millisecond: 20260102T030405678Z-1a2b3c. */
export const newRunId = (clock: Clock): string =>
  `${isoTime(clock()).replaceAll(/[-:.]/g, '')}-${randomBytes(3).toString('hex')}`;
