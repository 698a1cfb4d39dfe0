/** One structured log entry, in the field names that Cloud Logging reads from a JSON line. */
export interface LogEntry {
  severity: 'INFO' | 'WARNING' | 'ERROR';
  message: string;
  /** The error's stack where there is one: for the log, never for an answer. */
  stack?: string;
}

export type Log = (entry: LogEntry) => void;

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The entry that says that `what` failed and why. */
export function failure(severity: LogEntry['severity'], what: string, error: unknown): LogEntry {
  const entry: LogEntry = { severity, message: `${what}: ${messageOf(error)}` };
  if (error instanceof Error && error.stack !== undefined) entry.stack = error.stack;
  return entry;
}
