import type { IgdbError } from '../igdb/error.ts';
import type { RetryDeps } from '../igdb/retry.ts';
import type { Log } from '../log.ts';
import type { Progress, ProgressUpdate } from './progress.ts';

/** How often IGDB had to be asked again becomes part of how far its stage has come. */
export interface ReportedRetries {
  onRetry: RetryDeps['onRetry'];
  /** What the stage is to report to. */
  progress: Progress;
}

/** Logs every retry as a warning and counts it. */
export function reportRetries(log: Log, progress: Progress): ReportedRetries {
  let retries = 0;
  let last: ProgressUpdate | undefined;
  const report = (update: ProgressUpdate) => {
    last = update;
    progress({ ...update, retries });
  };
  return {
    progress: report,
    onRetry(error, waitMs) {
      retries += 1;
      warn(log, error, waitMs);
      if (last !== undefined) report(last);
    },
  };
}

const warn = (log: Log, { message, url, requestBody, attempts, status }: IgdbError, waitMs: number) => {
  log({
    severity: 'WARNING',
    message: `${message} Trying again in ${(waitMs / 1000).toFixed(1)} s.`,
    fields: {
      url,
      request: requestBody,
      attempt: attempts,
      waitMs,
      ...(status !== undefined && { status }),
    },
  });
};
