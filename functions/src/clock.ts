/** The time now, in milliseconds since 1970 (UTC). */
export type Clock = () => number;

/** Resolves after `ms` milliseconds. Once the signal is aborted it may also reject and clear its timer. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** ISO 8601 text, UTC, as warehouse rows carry times. */
export const isoTime = (ms: number): string => new Date(ms).toISOString();

/** Whole seconds as `2:41`, or `1:02:41` from an hour on. */
export function duration(seconds: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours === 0 ? minutes : `${hours}:${two(minutes)}`}:${two(seconds % 60)}`;
}

/**
 * Sleeps until the time is over or the signal is aborted.
 *
 * @throws the signal's reason
 */
export async function wait(sleep: Sleep, ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return sleep(ms);
  signal.throwIfAborted();
  let onAbort = () => undefined as unknown;
  const aborted = new Promise<void>((resolve) => {
    onAbort = resolve;
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    await Promise.race([sleep(ms, signal), aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  signal.throwIfAborted();
}
