import type { ProgressLine } from './progress-line.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Ends the process by the signal it gets, at once, as if nobody had listened, but below the line of the stage under way.
 * Nothing needs to be put in order: what is half done is done again by the next run.
 */
export function endOnSignals(target: NodeJS.Process, progress: ProgressLine): void {
  for (const signal of SIGNALS) {
    target.once(signal, () => {
      progress.abandon();
      target.kill(target.pid, signal);
    });
  }
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
