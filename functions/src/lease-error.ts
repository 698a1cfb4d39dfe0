import type { LeaseEntry } from './runs/lease-entries.ts';

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
