import { type Clock, isoTime, type Sleep } from '../clock.ts';
import { messageOf } from '../log.ts';
import { AlreadyThereError, type Storage } from '../storage.ts';
import { unlessAborted } from '../streams.ts';
import { type LeaseEntry, appendEntry, readEntry, readLastEntry } from './lease-entries.ts';

/** The lease of whatever writes the warehouse: one for all stages, as each reads what the others write. */
export const STAGES_LEASE = 'run';

/**
 * How long a lease outlives its last renewal. A run renews before each batch it stores. The longest it may stand still
 * between two without being dead: a page asked for in vain until the last attempt, five minutes, and a batch's MERGE, one.
 */
export const LEASE_MS = 10 * 60_000;
/** Part of its time after which a lease is renewed: what is stored after a look at it may take the rest. */
const RENEWED_AFTER = 1 / 4;

export interface LeaseOptions {
  storage: Storage;
  /** What only one may do at a time; a word that can stand in a path, such as `ingest`. */
  name: string;
  /** Who takes it, in words for whoever finds it taken: `run 20260102T030405678Z-1a2b3c`. */
  holder: string;
  clock: Clock;
  /** How long it outlives its last renewal: see {@link LEASE_MS}. */
  ttlMs: number;
  /** Whether a holder is known to be dead. Where nobody can know, `() => false`: its lease expires. */
  isGone: (holder: string) => boolean;
  /** Told of a damaged entry, and of a lease that could not be renewed in time or released. */
  warn: (message: string) => void;
  /** Between renewals while the work takes a step that is longer than the lease: a table of millions of rows, say. */
  sleep: Sleep;
}

export interface Lease {
  /**
   * To be called before whatever only the holder may do. Asks the storage only when a quarter of the lease's time has
   * passed: nobody can have taken it before.
   *
   * @throws {@link LeaseLostError} when somebody took the lease after it expired
   */
  renew(): Promise<void>;
}

/**
 * Does `work` while nobody else who goes through this function under the same name does theirs; also when it fails, the
 * lease is free again at once.
 *
 * A lease is a row of numbered objects of which the last one counts. Taking it, renewing it and releasing it each create
 * the next number, and storage lets only one writer create it: whoever slept through the end of its lease finds the next
 * number taken.
 *
 * @throws {@link LeaseHeldError} before any work, when somebody else holds the lease
 */
export async function withLease<T>(options: LeaseOptions, work: (lease: Lease) => Promise<T>): Promise<T> {
  const { storage, name, holder, clock, ttlMs, warn, sleep } = options;
  const last = await readLastEntry(storage, name, warn);
  if (last.entry !== undefined && isHeld(last.entry, options)) throw new LeaseHeldError(name, last.entry);

  const takenAt = isoTime(clock());
  let { number } = last;
  let renewedMs = -Infinity;
  const append = async (released: boolean) => {
    const now = clock();
    const entry = { holder, takenAt, expiresAt: isoTime(now + ttlMs), released };
    await appendEntry(storage, name, number + 1, entry);
    number += 1;
    renewedMs = now;
  };
  /** Appends, unless somebody else has. */
  const appendOr = async (refuse: (entry: LeaseEntry | undefined) => Error) => {
    try {
      await append(false);
    } catch (error) {
      if (!(error instanceof AlreadyThereError)) throw error;
      throw refuse(await readEntry(storage, name, number + 1));
    }
  };

  await appendOr((entry) => new LeaseHeldError(name, entry));
  const renewNow = async () => {
    const sinceMs = clock() - renewedMs;
    // A clock that was set back tells nothing.
    if (sinceMs >= 0 && sinceMs < ttlMs * RENEWED_AFTER) return;
    await appendOr((entry) => new LeaseLostError(name, entry));
  };
  let lastRenewal: Promise<void> = Promise.resolve();
  /** One after the other: two at once would take each other for somebody else. */
  const renew = () => {
    const renewal = lastRenewal.then(renewNow);
    lastRenewal = renewal.catch(() => undefined);
    return renewal;
  };
  const ended = new AbortController();
  const renewing = renewUntil(ended.signal, () => sleep(ttlMs * RENEWED_AFTER, ended.signal), renew, warn);
  try {
    return await work({ renew });
  } finally {
    ended.abort();
    await renewing;
    await append(true).catch((error: unknown) => {
      // Whoever took it meanwhile needs no release.
      if (error instanceof AlreadyThereError) return;
      warn(`The lease of ${name} could not be released and ends at its time: ${messageOf(error)}`);
    });
  }
}

/** Renews again and again, whatever the work is busy with; that the lease is lost, the work hears when it renews. */
async function renewUntil(
  ended: AbortSignal,
  pause: () => Promise<void>,
  renew: () => Promise<void>,
  warn: (message: string) => void,
): Promise<void> {
  for (;;) {
    await unlessAborted(pause(), ended).catch(() => undefined);
    if (ended.aborted) return;
    const error = await renew().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error === undefined) continue;
    warn(`The lease could not be renewed: ${messageOf(error)}`);
    if (error instanceof LeaseLostError) return;
  }
}

const isHeld = ({ holder, expiresAt, released }: LeaseEntry, { clock, isGone }: LeaseOptions): boolean =>
  !released && clock() < Date.parse(expiresAt) && !isGone(holder);

/** Somebody else is doing what only one may do at a time. */
export class LeaseHeldError extends Error {
  override name = 'LeaseHeldError';

  /** @param entry of the holder; undefined where it could not be read */
  constructor(lease: string, entry: LeaseEntry | undefined) {
    super(
      entry === undefined
        ? `Another ${lease} has just begun. Wait for it to end.`
        : `Another ${lease} is under way: ${entry.holder}, since ${inWords(entry.takenAt)}. ` +
            `Wait for it to end. Should it have died, it gives way at ${inWords(entry.expiresAt)}.`,
    );
  }
}

/** The holder stood still for so long that its lease expired and somebody else took it. */
export class LeaseLostError extends Error {
  override name = 'LeaseLostError';

  /** @param entry of the new holder; undefined where it could not be read */
  constructor(lease: string, entry: LeaseEntry | undefined) {
    const by = entry === undefined ? '' : ` (${entry.holder}, since ${inWords(entry.takenAt)})`;
    super(
      `This ${lease} stood still until its lease ended, and another has taken over${by}. ` +
        'It stops here so that no two write at once; what it has stored is kept, and nothing needs to be done.',
    );
  }
}

const inWords = (time: string) => time.replace(/T(\d\d:\d\d:\d\d).*/, ' $1 UTC');
