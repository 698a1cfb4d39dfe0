import type { Sleep } from '../clock.ts';

/** A sleep that may also end its timer when the signal is aborted; one that does not is left behind. */
export type EndableSleep = (ms: number, signal?: AbortSignal) => ReturnType<Sleep>;

/**
 * Sleeps, but not beyond the moment the signal is aborted.
 *
 * @throws the signal's reason
 */
export async function wait(sleep: EndableSleep, ms: number, signal: AbortSignal | undefined): Promise<void> {
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
