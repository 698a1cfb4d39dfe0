import { isoTime } from '../clock.ts';
import { messageOf } from '../log.ts';
import { notSaved } from '../runs/run-stage.ts';
import { closeDeadRuns } from '../runs/runs-table.ts';
import type { Stop } from '../runs/stop.ts';
import { rawTable } from '../tables.ts';
import type { Warehouse } from '../warehouse.ts';
import { checkSweep, guardChanges } from './drift.ts';
import { sweep } from './fetch.ts';
import { planIngest } from './plan.ts';
import { fetchTold, reconcile } from './reconcile.ts';
import { checkSums, type Counts, type Mode, readPastRuns } from './run.ts';
import { type IngestDeps, openLedger, type Session } from './session.ts';

export interface IngestOptions {
  /** full: every game; smart: those changed since the last sweep, or every game when there has been none. */
  mode: Mode;
  /** At most this many games; the next run goes on after them. Default: all. */
  limit?: number;
  /** Begin at the first game although a run broke off: what is asked is no longer what that one asked. Default: false. */
  newSweep?: boolean;
  /** Store what IGDB sends although fields it used to fill are empty, or many games are gone. Default: false. */
  allowDrift?: boolean;
  /** Ends the run after the page under way, with what has come stored unless it is cut off. Default: it runs to its end. */
  stop?: Stop;
}

export interface IngestSummary extends Counts {
  runId: string;
  /** What was done: full also where smart was asked for and no sweep had been finished. */
  mode: Mode;
  /** Whether every game it was to fetch is stored: false when the limit or the signal ended it. */
  complete: boolean;
  /** Games that the limit left to the next run, as IGDB counts them; not there when none are left, or it does not say. */
  remaining?: number;
  /** The signal ended it; the next run goes on from there. */
  stopped?: true;
}

/**
 * Brings raw_games up to IGDB's state. It may be killed at any moment: the next run goes on after the last batch stored,
 * and storing a batch twice changes nothing. Only one may run at a time; the caller sees to that.
 *
 * @throws what IGDB or the warehouse threw, or DriftError, after recording it in the table runs
 */
export async function ingest(deps: IngestDeps, options: IngestOptions): Promise<IngestSummary> {
  const { warehouse, clock } = deps;
  const { limit, newSweep = false, allowDrift = false, stop = NEVER } = options;
  const { signal } = stop;
  await createTables(warehouse);
  await closeDeadRuns(warehouse);
  const plan = planIngest(await readPastRuns(warehouse, newSweep), options.mode);
  const ledger = await openLedger(deps, plan);
  const check = allowDrift ? () => Promise.resolve() : guardChanges(warehouse, plan);
  const session: Session = { ...deps, plan, ledger, check, allowDrift, stop };
  const summary = () => {
    const { runId, counts, complete } = ledger.run;
    return { runId, mode: plan.mode, ...counts, complete };
  };
  const end = () => isoTime(clock());
  try {
    await ledger.record({ watermark: plan.watermark ?? (await latestChange(deps)) });
    const { complete, remaining } = await sweep(session, limit);
    if (complete) {
      if (!allowDrift) await checkSweep(plan, ledger);
      await fetchTold(session);
      await reconcile(session);
    }
    checkSums(ledger.run.counts);
    await ledger.record({ status: 'done', complete, finishedAt: end() });
    return { ...summary(), ...(!complete && remaining !== undefined && { remaining }) };
  } catch (error) {
    const status = signal.aborted ? 'stopped' : 'failed';
    // A run left at `running` is gone on from just as well, and it is the first error that tells what happened.
    await ledger
      .record({ status, error: messageOf(error), finishedAt: end() })
      .catch((unsaved: unknown) => deps.log?.(notSaved(ledger.run.runId, status, unsaved)));
    if (signal.aborted) return { ...summary(), stopped: true };
    throw error;
  }
}

const never = new AbortController().signal;
const NEVER: Stop = { signal: never, cutoff: never };

/** An upsert of no rows makes the table, so that it can be read before anything is in it. */
async function createTables(warehouse: Warehouse): Promise<void> {
  for (const name of ['raw_games', 'rejects'] as const) await warehouse.upsert(rawTable(name), []);
}

/** By IGDB's clock, so that ours may be wrong; but a date in the future would hide all that changes before it. */
async function latestChange({ igdb, clock }: IngestDeps): Promise<string> {
  const now = isoTime(clock());
  const latest = (await igdb.latestChange()) ?? now;
  // ISO 8601 text of one form sorts by time.
  return latest < now ? latest : now;
}
