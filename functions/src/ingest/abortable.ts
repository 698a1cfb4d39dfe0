/**
 * The items of `source` until the signal comes, then its reason as an error, without waiting for the item under way.
 */
export async function* abortable<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const result = await unlessAborted(iterator.next(), signal);
      if (result.done === true) return;
      yield result.value;
    }
  } finally {
    // It ends behind the item under way, which nobody waits for.
    iterator.return?.().catch(() => undefined);
  }
}

/** Not Promise.race with one promise of the signal: that would keep every item for as long as the signal lives. */
function unlessAborted<T>(item: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    item.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}
