import type { PastRun, Sweep } from './run.ts';
import { asksTheSame, type Mode, NEW_SWEEP } from './run.ts';

export interface Plan {
  mode: Mode;
  /** Fetch games with larger ids only. */
  afterId: number;
  /** smart: fetch games changed after this time only. ISO 8601, UTC. */
  changedAfter?: string;
  /** Of the sweep that this run goes on with; null when it begins one. */
  watermark: string | null;
  sweep: Sweep;
  /** Since when a webhook may have told of a change that no finished sweep has seen. ISO 8601, UTC; undefined: ever. */
  toldAfter?: string;
  /** What the last finished sweep saw: the newest of a hundred records or more where there is one. */
  lastGood?: Sweep;
  /** What the last finished full sweep saw. */
  lastFull?: Sweep;
}

/** The games that a plan fetches, as IgdbClient's pages take it. */
export const queryOf = ({ afterId, changedAfter }: Plan): { afterId: number; where?: string } => ({
  afterId,
  ...(changedAfter !== undefined && { where: `updated_at > ${Math.floor(Date.parse(changedAfter) / 1000)}` }),
});

/** How far a smart run looks back behind the watermark: a change may show up late, and webhooks late too. */
const OVERLAP_MS = 60 * 60_000;

/**
 * Decides what a run fetches.
 *
 * A sweep is one pass over the games, full or smart, in the order of their ids. It takes several runs when one of them
 * is interrupted or ended by its limit: the next of the same mode goes on after its cursor. A run is full also where the last
 * full sweep asked for other fields.
 *
 * @param past earlier runs, newest first
 */
export function planIngest(past: readonly PastRun[], mode: Mode): Plan {
  const lastComplete = past.findIndex((run) => run.complete);
  const complete = past[lastComplete];
  const before = {
    ...(complete !== undefined && { toldAfter: earlier(startOf(past, lastComplete)) }),
    ...baselines(past),
  };
  // Where other fields were asked for, old records would never get the new ones.
  const lastFull = past.find((run) => run.complete && run.mode === 'full') ?? complete;
  if (mode === 'full' || lastFull === undefined || complete === undefined || !asksTheSame(lastFull)) {
    const last = past.find((run) => run.mode === 'full');
    const isOpen = last?.complete === false && asksTheSame(last);
    return { mode: 'full', ...before, ...goOn(isOpen ? last : undefined) };
  }
  const { unstored } = complete.sweep;
  return {
    mode: 'smart',
    ...before,
    ...goOn(
      past.slice(0, lastComplete).find((run) => run.mode === 'smart'),
      { ...NEW_SWEEP, unstored },
    ),
    changedAfter: earlier(complete.watermark ?? complete.startedAt),
  };
}

const goOn = (
  open: PastRun | undefined,
  fresh = NEW_SWEEP,
): Pick<Plan, 'afterId' | 'watermark' | 'sweep'> => ({
  afterId: open?.cursor ?? 0,
  watermark: open?.watermark ?? null,
  sweep: open?.sweep ?? fresh,
});

/** A sweep of fewer records says little of what IGDB fills. */
const BASELINE_RECORDS = 100;

function baselines(past: readonly PastRun[]): Pick<Plan, 'lastGood' | 'lastFull'> {
  const good = past.filter((run) => run.complete && run.sweep.records > 0);
  const lastGood = good.find(({ sweep }) => sweep.records >= BASELINE_RECORDS) ?? good[0];
  const lastFull = good.find((run) => run.mode === 'full');
  return {
    ...(lastGood !== undefined && { lastGood: lastGood.sweep }),
    ...(lastFull !== undefined && { lastFull: lastFull.sweep }),
  };
}

/** When the sweep began that the run at `last` ended. */
function startOf(past: readonly PastRun[], last: number): string {
  const { mode, startedAt } = past[last] ?? { mode: 'full', startedAt: '' };
  const earlierRuns = past.slice(last + 1).filter((run) => run.mode === mode);
  const end = earlierRuns.findIndex((run) => run.complete);
  return earlierRuns.slice(0, end === -1 ? undefined : end).at(-1)?.startedAt ?? startedAt;
}

const earlier = (time: string) => new Date(Date.parse(time) - OVERLAP_MS).toISOString();
