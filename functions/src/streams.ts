import { Readable } from 'node:stream';

/**
 * The items of `source`, of which up to `ahead` are fetched while the reader works on an earlier one. An error of the source is
 * thrown after the items that came before it. Leaving the loop closes the source.
 */
export async function* prefetch<T>(source: AsyncIterable<T>, ahead: number): AsyncGenerator<T> {
  const outcomes = Readable.from(settle(source), { objectMode: true, highWaterMark: ahead });
  for await (const outcome of outcomes as AsyncIterable<Outcome<T>>) {
    if ('error' in outcome) throw outcome.error;
    yield outcome.item;
  }
}

type Outcome<T> = { item: T } | { error: unknown };

/** Turns the error into an item, because a stream that fails drops what it has buffered. */
async function* settle<T>(source: AsyncIterable<T>): AsyncGenerator<Outcome<T>> {
  try {
    for await (const item of source) yield { item };
  } catch (error) {
    yield { error };
  }
}

/**
 * Maps each item with `work`, up to `atOnce` at a time, and yields the results in the order of the items. An error, of the
 * source or of the work, is thrown after the results before it. Leaving the loop waits for the work under way.
 */
export async function* mapAhead<T, R>(
  source: AsyncIterable<T>,
  atOnce: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  const ofSource: unknown[] = [];
  try {
    for await (const item of untilError(source, ofSource)) {
      const result = work(item);
      // It is awaited in its turn. Until then its error must not count as unhandled.
      result.catch(() => undefined);
      if (underWay.push(result) >= atOnce) yield await (underWay.shift() ?? result);
    }
    for (const result of underWay) yield await result;
    if (ofSource.length > 0) throw ofSource[0];
  } finally {
    await Promise.allSettled(underWay);
  }
}

async function* untilError<T>(source: AsyncIterable<T>, errors: unknown[]): AsyncGenerator<T> {
  try {
    yield* source;
  } catch (error) {
    errors.push(error);
  }
}

/**
 * The items of `source` until the signal is aborted; then throws its reason, without waiting for the item under way.
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
    // It ends after the item under way. Nobody waits for that.
    iterator.return?.().catch(() => undefined);
  }
}

/**
 * The result of `item`, unless the signal is aborted first.
 *
 * Promise.race with one promise of the signal would keep every item in memory as long as the signal lives.
 *
 * @throws the signal's reason; the item's own outcome is then ignored
 */
export function unlessAborted<T>(item: Promise<T>, signal: AbortSignal): Promise<T> {
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
