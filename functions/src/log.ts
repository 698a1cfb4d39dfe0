import type { Stage } from './stages.ts';

/** What entries can be filtered by: Cloud Logging shows each as jsonPayload.stage, jsonPayload.done and so on. */
export interface LogFields {
  stage?: Stage;
  runId?: string;
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
  /** The request that it belongs to: `projects/<project>/traces/<trace>`. Cloud Logging groups the entries of one. */
  trace?: string;
  fields?: LogFields;
}

export type Log = (entry: LogEntry) => void;

/** The entry as one line of JSON, its fields beside its message, where Cloud Logging looks for them. */
export const logLine = ({ fields, trace, ...entry }: LogEntry): string =>
  `${JSON.stringify({ ...entry, ...(trace !== undefined && { 'logging.googleapis.com/trace': trace }), ...fields })}\n`;

/** A log that adds the fields, and the trace where there is one, to every entry; an entry's own come before them. */
export const withContext =
  (log: Log, { fields, ...context }: Pick<LogEntry, 'trace' | 'fields'>): Log =>
  (entry) => {
    log({ ...context, ...entry, fields: { ...fields, ...entry.fields } });
  };

/**
 * The trace that a request belongs to, by Google's header `X-Cloud-Trace-Context: TRACE/SPAN;o=1` or the W3C's
 * `traceparent: 00-TRACE-SPAN-01`; nothing where it has neither.
 */
export function traceOf(
  header: (name: string) => string | undefined,
  projectId: string,
): Pick<LogEntry, 'trace'> {
  const [, id] =
    /^([0-9a-f]{32})(?:\/|$)/i.exec(header('x-cloud-trace-context') ?? '') ??
    /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(header('traceparent') ?? '') ??
    [];
  return id === undefined ? {} : { trace: `projects/${projectId}/traces/${id}` };
}

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
