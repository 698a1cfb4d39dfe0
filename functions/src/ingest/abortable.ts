/**
 * The items of `source` until the signal comes, then its reason as an error, without waiting for the item under way.
 */
export async function* abortable<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
  // Nobody may be waiting for it.
  aborted.catch(() => undefined);
  try {
    for (;;) {
      signal.throwIfAborted();
      const result = await Promise.race([iterator.next(), aborted]);
      if (result.done === true) return;
      yield result.value;
    }
  } finally {
    // It ends behind the item under way, which nobody waits for.
    iterator.return?.().catch(() => undefined);
  }
}
