import { randomBytes } from 'node:crypto';
import { type Clock, isoTime } from './clock.ts';

/** A name for a run, unique, that sorts by time to the millisecond: 20260102T030405678Z-1a2b3c. */
export const newRunId = (clock: Clock): string =>
  `${isoTime(clock()).replaceAll(/[-:.]/g, '')}-${randomBytes(3).toString('hex')}`;
