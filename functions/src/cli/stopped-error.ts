import { constants } from 'node:os';

/** The signals that ask a stage to stop where it can be gone on from. */
export type StopSignal = 'SIGINT' | 'SIGTERM';

/** A stage was asked to stop, and did; the message says how to go on. */
export class StoppedError extends Error {
  override name = 'StoppedError';
  /** As a shell shows a program that the signal ended: 130 for SIGINT, 143 for SIGTERM. */
  readonly exitCode: number;

  constructor(message: string, signal: StopSignal) {
    super(message);
    this.exitCode = 128 + constants.signals[signal];
  }
}
