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
