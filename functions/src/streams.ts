import { Readable } from 'node:stream';

/**
 * The items of `source`, of which up to `ahead` are fetched while the reader is busy with an earlier one. An error of the
 * source is thrown after the items that came before it; leaving the loop closes the source.
 */
export async function* prefetch<T>(source: AsyncIterable<T>, ahead: number): AsyncGenerator<T> {
  const outcomes = Readable.from(settle(source), { objectMode: true, highWaterMark: ahead });
  for await (const outcome of outcomes as AsyncIterable<Outcome<T>>) {
    if ('error' in outcome) throw outcome.error;
    yield outcome.item;
  }
}

type Outcome<T> = { item: T } | { error: unknown };

/** Makes the error one of the items: a stream that fails forgets what it holds. */
async function* settle<T>(source: AsyncIterable<T>): AsyncGenerator<Outcome<T>> {
  try {
    for await (const item of source) yield { item };
  } catch (error) {
    yield { error };
  }
}

/**
 * What `work` makes of each item, in the order of the items, while it is busy with up to `atOnce` of them. An error, of the
 * source or of the work, is thrown after the results of the items before it. Whoever leaves the loop leaves no work behind.
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
      // It is awaited in its turn; until then an error of it is not one that nobody handles.
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

/**
 * What `item` comes to, unless the signal comes first.
 *
 * Not Promise.race with one promise of the signal: that would keep every item for as long as the signal lives.
 *
 * @throws the signal's reason; whatever becomes of the item then, nobody hears of it
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

/** Bytes gathered before they are passed on: a write for every summary would cost more than the summaries. */
const CHUNK_BYTES = 256 * 1024;

/** The same bytes in fewer, larger pieces. */
export async function* inChunks(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let gathered: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    gathered.push(piece);
    bytes += piece.length;
    if (bytes < CHUNK_BYTES) continue;
    yield Buffer.concat(gathered, bytes);
    gathered = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(gathered, bytes);
}
