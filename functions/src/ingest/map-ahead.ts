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
