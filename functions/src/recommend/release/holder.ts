import type { Clock, Sleep } from '../../clock.ts';
import type { Storage } from '../../storage.ts';
import { loadNamedRelease } from './load.ts';
import { failure } from '../../log.ts';
import type { Log } from '../../log.ts';
import { readLatestName } from '../../release/manifest.ts';
import { ReleaseError } from '../../release/error.ts';
import { inTime, TooLateError } from '../in-time.ts';
import type { Release } from './release.ts';

export interface ReleaseHolderOptions {
  storage: Storage;
  clock: Clock;
  sleep: Sleep;
  log: Log;
  /** Milliseconds between two looks at latest.json; 0 = at every request. */
  recheckMs: number;
}

export interface ReleaseHolder {
  /** The release to answer from; `undefined` when none could be loaded in time. Never throws. */
  current(): Promise<Release | undefined>;
  /** The release to answer from, where no look for a newer one is due or under way: what {@link current} would find, without waiting. */
  held(): Release | undefined;
  /** Milliseconds until it will be worth asking again after `undefined`. */
  retryMs: number;
}

/** Without a release nothing can be answered: look again sooner than for a newer one. */
const MAX_RETRY_MS = 5_000;
/** How long a request waits for the first release. Visitors wait no longer; the loading goes on for those who come back. */
const FIRST_PATIENCE_MS = 10_000;
/** How long a request waits for a newer release while there is one to answer from. */
const PATIENCE_MS = 50;

/**
 * Holds one release and replaces it, whole, when latest.json names another one that verifies. A function instance may get no
 * processor time between requests: so while a newer release is loaded, one request at a time waits for it a moment before it is answered
 * from the release at hand, and the others at once. A release that failed to verify is not read again: it was published that way.
 */
export function releaseHolder({
  storage,
  clock,
  sleep,
  log,
  recheckMs,
}: ReleaseHolderOptions): ReleaseHolder {
  const retryMs = Math.min(recheckMs, MAX_RETRY_MS);
  let held: Release | undefined;
  let rejected: string | undefined;
  let dueAt = -Infinity;
  let looking: Promise<void> | undefined;
  let isAwaited = false;

  async function look(): Promise<void> {
    let name: string | undefined;
    try {
      name = await readLatestName(storage);
      if (name === held?.name || (held && name === rejected)) return;
      held = await loadNamedRelease(storage, name);
      log({ severity: 'INFO', message: `Serving release ${name}` });
    } catch (error) {
      if (error instanceof ReleaseError) rejected = name;
      const instead = held ? `still serving ${held.name}` : 'there is none to serve';
      log(failure('ERROR', `Release ${name ?? 'latest'} cannot be used, ${instead}`, error));
    }
  }

  async function wait(looked: Promise<void>, ms: number): Promise<void> {
    try {
      await inTime(looked, ms, sleep);
    } catch (error) {
      if (!(error instanceof TooLateError)) throw error;
    }
  }

  return {
    retryMs,
    held: () => (looking === undefined && clock() < dueAt ? held : undefined),
    async current() {
      if (!looking && clock() >= dueAt) {
        looking = look().finally(() => {
          dueAt = clock() + (held ? recheckMs : retryMs);
          looking = undefined;
        });
      }
      if (looking && !held) await wait(looking, FIRST_PATIENCE_MS);
      else if (looking && !isAwaited) {
        isAwaited = true;
        await wait(looking, PATIENCE_MS).finally(() => {
          isAwaited = false;
        });
      }
      return held;
    },
  };
}
