import type { Stage } from './stages.ts';

/** What entries can be filtered by: Cloud Logging shows each as jsonPayload.stage, jsonPayload.done and so on. */
export interface LogFields {
  stage?: Stage;
  /** Units done, and units in all: see ProgressUpdate. */
  done?: number;
  total?: number;
  /** Over the last ten seconds. */
  gamesPerSecond?: number;
  etaSeconds?: number;
  /** Records that could not be stored. */
  rejected?: number;
  /** Requests that were made again, so far. */
  retries?: number;
  /** What a retry asks: the address and the body, without credentials. */
  url?: string;
  request?: string;
  /** The status that was answered. */
  status?: number;
  /** Requests made for this answer so far. */
  attempt?: number;
  waitMs?: number;
}

/** One structured log entry, in the field names that Cloud Logging reads from a JSON line. */
export interface LogEntry {
  severity: 'INFO' | 'WARNING' | 'ERROR';
  message: string;
  /** ISO 8601, UTC. Default: when it is read, which in the cloud is at once. */
  time?: string;
  /** The error's stack where there is one: for the log, never for an answer. */
  stack?: string;
  /** The error's class, such as DriftError: what alerts tell failures by. */
  error?: string;
  fields?: LogFields;
}

export type Log = (entry: LogEntry) => void;

/** The entry as one line of JSON, its fields beside its message, where Cloud Logging looks for them. */
export const logLine = ({ fields, ...entry }: LogEntry): string =>
  `${JSON.stringify({ ...entry, ...fields })}\n`;

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The entry that says that `what` failed and why. */
export function failure(severity: LogEntry['severity'], what: string, error: unknown): LogEntry {
  const entry: LogEntry = { severity, message: `${what}: ${messageOf(error)}` };
  if (error instanceof Error) {
    entry.error = error.name;
    if (error.stack !== undefined) entry.stack = error.stack;
  }
  return entry;
}
