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
