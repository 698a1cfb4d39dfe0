import { duration } from '../../clock.ts';
import { PAGE_RECORDS } from '../../igdb/page.ts';
import { IGDB } from '../../igdb/server.ts';
import { type Plan, queryOf } from '../../ingest/plan.ts';
import type { Arguments } from '../arguments.ts';
import { readBuiltFrom } from '../data-dir/built-from.ts';
import { withIgdb } from '../source/connect-igdb.ts';
import type { Context } from '../context.ts';
import { dataDirOf, hasWarehouse, withExistingWarehouse } from '../data-dir/data-dir.ts';
import { fingerprintOf, nameOf, originOf, overridden, type Source } from '../source/origin.ts';
import { planOf, whyFull } from './plan-of.ts';
import { goesOn, holdsAnother, isNewState } from '../data-dir/prepare.ts';

/** What `npm run ingest -- --dry-run` prints. */
export interface DryRun {
  dryRun: true;
  mode: Plan['mode'];
  /** What the data folder holds of another catalogue would be removed first: its games and their raw pages. */
  startsAfresh?: true;
  /** Games with larger ids would be fetched. */
  afterId: number;
  /** Those changed after this time would be fetched. ISO 8601, UTC; not there where all would. */
  changedAfter?: string;
  /** As IGDB counts them now, and no more than --limit. */
  games: number;
  /** Requests for them. */
  pages: number;
  /** What these take at IGDB's pace. */
  seconds: number;
}

/** Nothing is under way that would have to end well. */
const NEVER = new AbortController().signal;

/** Plans an ingest and asks IGDB how many games that is. Nothing is made, stored or changed. */
export async function dryRun(args: Arguments, context: Context): Promise<DryRun> {
  const dataDir = dataDirOf(args, context);
  const built = await readBuiltFrom(dataDir, context);
  const origin = originOf(args, context.config, built?.origin);
  const wanted = { origin, fingerprint: await fingerprintOf(origin) };
  const { isKept, plan, counted } = await withIgdb(origin, context, async (connect) => {
    const igdb = connect(NEVER);
    const { mode } = args;
    // What is in the way of another catalogue would be removed first.
    const isKept =
      built === undefined || (await goesOn({ dataDir, before: built, wanted, mode }, context, igdb));
    const newSweep = isNewState(built, wanted);
    const plan = await (isKept && hasWarehouse(dataDir)
      ? withExistingWarehouse(dataDir, context, { readOnly: true }, (warehouse) =>
          planOf(mode, warehouse, newSweep),
        )
      : planOf(mode, undefined, newSweep));
    return { isKept, plan, counted: await igdb.count(conditionOf(plan)) };
  });
  const games = Math.min(counted, args.limit ?? Infinity);
  const pages = Math.ceil(games / PAGE_RECORDS);
  const { mode, afterId, changedAfter } = plan;
  const result: DryRun = {
    dryRun: true,
    mode,
    ...(!isKept && { startsAfresh: true as const }),
    afterId,
    ...(changedAfter !== undefined && { changedAfter }),
    games,
    pages,
    seconds: pages / IGDB.requestsPerSecond,
  };
  const afresh =
    isKept || built === undefined
      ? undefined
      : `${holdsAnother(dataDir, built.origin)}: would start afresh, removing its games and their raw pages.`;
  const notes = [
    overridden(args, context.config),
    afresh,
    whyFull(args.mode, plan),
    describe(result, origin),
  ];
  context.progress.say(notes.filter((note) => note !== undefined).join(' '));
  return result;
}

const conditionOf = (plan: Plan) => {
  const { afterId, where } = queryOf(plan);
  return [`id > ${afterId}`, ...(where === undefined ? [] : [where])].join(' & ');
};

function describe({ afterId, changedAfter, games, pages, seconds }: DryRun, origin: Source): string {
  const which = [
    ...(afterId === 0 ? [] : [`with an id above ${afterId}`]),
    ...(changedAfter === undefined ? [] : [`changed since ${changedAfter}`]),
  ].join(' and ');
  const what = `${counted(games, 'game')}${which === '' ? '' : ` ${which}`}`;
  const pace = `${duration(Math.ceil(seconds))} at IGDB’s ${IGDB.requestsPerSecond} pages a second`;
  return `Would fetch ${what} from ${nameOf(origin)}: ${counted(pages, 'page')}, ${pace}. Nothing was changed.`;
}

const counted = (count: number, unit: string) =>
  `${count.toLocaleString('en')} ${unit}${count === 1 ? '' : 's'}`;
