import { constants } from 'node:os';
import type { Clock } from '../../clock.ts';
import type { Reporter } from './reporter.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** One Ctrl-C comes several times: from the terminal, from npm, and from what npm starts. */
const SAME_SIGNAL_MS = 1_000;

/**
 * Work that may be asked to stop where it can be gone on from: its signal is aborted with the name of the process's signal
 * as the reason.
 */
export type Stoppable = <T>(work: (stop: AbortSignal) => Promise<T>) => Promise<T>;

/**
 * Ends the process by the signal it gets, at once, as if nobody had listened, but below the line of the stage under way.
 * Nothing needs to be put in order: what is half done is done again by the next run.
 *
 * Only stoppable work is asked first, by SIGINT and SIGTERM; a second signal ends it like any other. Where it comes to its
 * end all the same, the process ends after it.
 */
export function endOnSignals(target: NodeJS.Process, reporter: Reporter, clock: Clock): Stoppable {
  let asked: { controller: AbortController; at: number } | undefined;

  const end = (signal: NodeJS.Signals) => {
    reporter.abandon();
    target.off(signal, onSignal);
    // The first process of a container is not ended by a signal that nobody listens to.
    if (target.pid === 1) target.exit(128 + constants.signals[signal]);
    else target.kill(target.pid, signal);
  };
  const onSignal = (signal: StopSignal | 'SIGHUP') => {
    if (asked === undefined || signal === 'SIGHUP') {
      end(signal);
    } else if (!asked.controller.signal.aborted) {
      asked.at = clock();
      asked.controller.abort(signal);
      reporter.log({ severity: 'INFO', message: 'Stopping after this page; asked again, ends at once.' });
    } else if (clock() - asked.at >= SAME_SIGNAL_MS) {
      end(signal);
    }
  };
  for (const signal of SIGNALS) target.on(signal, onSignal);

  return async (work) => {
    const controller = new AbortController();
    asked = { controller, at: 0 };
    try {
      const result = await work(controller.signal);
      if (controller.signal.aborted) end(controller.signal.reason as StopSignal);
      return result;
    } finally {
      asked = undefined;
    }
  };
}

/**
 * A reader that has seen enough (`| head -1`) is no error: the process ends. Without a reader of its messages the work
 * goes on. Any other trouble, a full disk behind `>` say, is told to `fail`.
 */
export function endWithReaders(target: NodeJS.Process, fail: (error: Error) => void): void {
  target.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') target.exit();
    fail(error);
  });
  target.stderr.on('error', () => undefined);
}

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

/** The signals that ask a stage to stop where it can be gone on from. */
export type StopSignal = 'SIGINT' | 'SIGTERM';
