import { constants } from 'node:os';

/** The command line cannot be understood; the message says what was expected. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** A command needs what another command has not made yet. */
export class NotReadyError extends Error {
  override name = 'NotReadyError';
  /** The command that makes it, as one types it. */
  readonly nextStep: string;

  /** @param missing what is not there and where, a sentence without its full stop */
  constructor(missing: string, nextStep: string) {
    super(`${missing}; this comes first: ${nextStep}`);
    this.nextStep = nextStep;
  }
}

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
