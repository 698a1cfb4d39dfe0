import type { Clock } from '../../clock.ts';
import type { Storage } from '../../storage.ts';
import { loadNamedRelease } from './load.ts';
import { failure } from '../../log.ts';
import type { Log } from '../../log.ts';
import { readLatestName } from '../../release/manifest.ts';
import { ReleaseError } from '../../release/error.ts';
import type { Release } from './release.ts';

export interface ReleaseHolderOptions {
  storage: Storage;
  clock: Clock;
  log: Log;
  /** Milliseconds between two looks at latest.json; 0 = at every request. */
  recheckMs: number;
}

export interface ReleaseHolder {
  /** The release to answer from; `undefined` when none could be loaded. Never throws. */
  current(): Promise<Release | undefined>;
  /** The release to answer from, where no look for a newer one is due: what {@link current} would find, without waiting. */
  held(): Release | undefined;
  /** Milliseconds until it will be worth asking again after `undefined`. */
  retryMs: number;
}

/** Without a release nothing can be answered: look again sooner than for a newer one. */
const MAX_RETRY_MS = 5_000;

/**
 * Holds one release and replaces it, whole, when latest.json names another one that verifies. The request that finds
 * a look due waits for it, because a function instance may get no processor time between requests; the others go on
 * with the release at hand. A release that failed to verify is not read again: it was published that way.
 */
export function releaseHolder({ storage, clock, log, recheckMs }: ReleaseHolderOptions): ReleaseHolder {
  const retryMs = Math.min(recheckMs, MAX_RETRY_MS);
  let held: Release | undefined;
  let rejected: string | undefined;
  let dueAt = -Infinity;
  let looking: Promise<void> | undefined;

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

  return {
    retryMs,
    held: () => (clock() < dueAt ? held : undefined),
    async current() {
      if (!looking && clock() >= dueAt) {
        looking = look().finally(() => {
          dueAt = clock() + (held ? recheckMs : retryMs);
          looking = undefined;
        });
        await looking;
      } else if (!held) await looking;
      return held;
    },
  };
}
