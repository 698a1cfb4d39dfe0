import { hostname } from 'node:os';
import { ingest, type IngestSummary } from '../../ingest/ingest.ts';
import { publish, type PublishSummary } from '../../publish/publish.ts';
import { LEASE_MS, STAGES_LEASE, withLease } from '../../runs/lease.ts';
import { writeNight } from '../../runs/night.ts';
import { similarity, type SimilaritySummary } from '../../similarity/similarity.ts';
import type { Arguments } from '../arguments.ts';
import { commandLine } from '../command-line.ts';
import type { Command, Context, LocalWarehouse } from '../context.ts';
import { readBuiltFrom, recordPublished } from '../data-dir/built-from.ts';
import {
  type DataDir,
  dataDirOf,
  makeDataDir,
  needWarehouse,
  withExistingWarehouse,
  withWarehouse,
} from '../data-dir/data-dir.ts';
import { needGames, needSimilarity } from '../data-dir/needs.ts';
import { prepareDataDir } from '../data-dir/prepare.ts';
import { processHolder, readProcessStatus } from '../data-dir/process-holder.ts';
import { withIgdb } from '../source/connect-igdb.ts';
import { fingerprintOf, nameOf, originOf, overridden } from '../source/origin.ts';
import { StoppedError, type StopSignal } from '../terminal/endings.ts';
import { planOf, whyFull } from './plan-of.ts';

/**
 * Fetches games, having read the catalogue whole before it touches the data folder.
 *
 * @throws LeaseHeldError when another process is writing the same data folder
 * @throws {@link StoppedError} when a signal stopped it at the end of a page
 */
export const runIngest = (args: Arguments, context: Context): Promise<IngestSummary> =>
  untilDone(context, async () => {
    const dataDir = dataDirOf(args, context);
    const origin = originOf(args, context.config, (await readBuiltFrom(dataDir, context))?.origin);
    const fingerprint = await fingerprintOf(origin);
    say(context, overridden(args, context.config));
    context.progress.update({ stage: 'ingest', done: 0, note: `opening ${nameOf(origin)}` });
    return withIgdb(origin, context, async (connect, progress) => {
      await makeDataDir(dataDir);
      // Before the warehouse is opened, which refuses a second process without saying which the first is.
      return withLease(leaseOn(dataDir, context), async ({ renew }) => {
        const wanted = { origin, fingerprint };
        const newSweep = await prepareDataDir(dataDir, wanted, args.mode, context, connect(NEVER));
        progress({ stage: 'ingest', done: 0, note: `asking ${nameOf(origin)}` });
        return withWarehouse(dataDir, context, async (warehouse) => {
          say(context, whyFull(args.mode, await planOf(args.mode, warehouse, newSweep)));
          return context.stoppable(async (signal) => {
            const stores = { warehouse, storage: dataDir.bucket, renewLease: renew };
            const deps = { ...depsOf(context), ...stores, progress, igdb: connect(signal) };
            const summary = await ingest(deps, { ...args, newSweep, stop: { signal, cutoff: NEVER } });
            if (summary.stopped === true) throw stopped(summary, args, signal);
            say(context, limitReached(summary, args));
            return summary;
          });
        });
      });
    });
  });

/** Nothing of this is worth ending well. */
const NEVER = new AbortController().signal;

/** Only one process at a time may write the data folder. */
export const leaseOn = ({ bucket }: DataDir, { clock, sleep, progress }: Context) => ({
  ...processHolder(process, hostname(), readProcessStatus),
  storage: bucket,
  name: STAGES_LEASE,
  clock,
  sleep,
  ttlMs: LEASE_MS,
  warn: (message: string) => {
    progress.log({ severity: 'WARNING', message });
  },
});

function stopped({ received }: IngestSummary, args: Arguments, { reason }: AbortSignal): StoppedError {
  const games = received.toLocaleString('en');
  return new StoppedError(
    `Stopped after ${games} games; this goes on from there: ${commandLine(args)}`,
    reason as StopSignal,
  );
}

function limitReached({ complete, remaining }: IngestSummary, args: Arguments): string | undefined {
  if (complete) return undefined;
  const games = remaining === undefined ? 'further' : remaining.toLocaleString('en');
  return `The limit leaves ${games} games to the next run, which goes on after these: ${commandLine(args)}`;
}

function say({ progress }: Context, message: string | undefined): void {
  if (message !== undefined) progress.log({ severity: 'INFO', message });
}

/** @throws {@link NotReadyError} before the first ingest */
export const runSimilarity = (args: Arguments, context: Context): Promise<SimilaritySummary> =>
  untilDone(context, () => {
    const dataDir = dataDirOf(args, context);
    return alone(dataDir, context, async (warehouse, renewLease) => {
      await needGames(warehouse, dataDir);
      return similarity({ ...depsOf(context), warehouse, renewLease });
    });
  });

/** @throws {@link NotReadyError} before a similarity that came to its end; QualityGateError unless forced */
export const runPublish = (args: Arguments, context: Context): Promise<PublishSummary> =>
  untilDone(context, () => {
    const dataDir = dataDirOf(args, context);
    return alone(dataDir, context, async (warehouse, renewLease) => {
      await needSimilarity(warehouse, dataDir);
      context.progress.update({ stage: 'publish', done: 0 });
      const built = await readBuiltFrom(dataDir, context);
      const summary = await publish({
        ...depsOf(context),
        warehouse,
        renewLease,
        storage: dataDir.bucket,
        force: args.force,
        isAnotherCatalogue: built !== undefined && built.published === undefined,
        log: ({ severity, message }) => {
          if (severity !== 'INFO') context.progress.say(message);
        },
      });
      await recordPublished(dataDir, context, summary.release);
      await writeNight(warehouse, dataDir.bucket, context.clock);
      return summary;
    });
  });

/** Opens the warehouse that is there, while no other process writes it. */
async function alone<T>(
  dataDir: DataDir,
  context: Context,
  work: (warehouse: LocalWarehouse, renewLease: () => Promise<void>) => Promise<T>,
): Promise<T> {
  needWarehouse(dataDir, { readOnly: false });
  return withLease(leaseOn(dataDir, context), ({ renew }) =>
    withExistingWarehouse(dataDir, context, { readOnly: false }, (warehouse) => work(warehouse, renew)),
  );
}

/** What every stage works with. */
export const depsOf = ({ clock, newRunId, progress }: Context) => ({
  clock,
  newRunId,
  progress: progress.update,
});

/** Shows the stage's line until it is through or breaks off. */
export async function untilDone<T>({ progress }: Context, stage: () => Promise<T>): Promise<T> {
  try {
    const summary = await stage();
    progress.finish();
    return summary;
  } finally {
    progress.abandon();
  }
}

/** A command that runs one stage and prints its summary as a line of JSON. */
export const stageCommand =
  (stage: (args: Arguments, context: Context) => Promise<object>): Command =>
  async (args, context) => {
    context.print(`${JSON.stringify(await stage(args, context))}\n`);
  };
