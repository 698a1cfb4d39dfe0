/** Where each row begins, from the row of each element, in any order: rows + 1 numbers. */
export function rowStarts(values: Uint32Array, valueCount: number): Uint32Array<ArrayBuffer> {
  const counts = new Uint32Array(valueCount + 1);
  countInto(counts, values);
  return addedUp(counts);
}

/** Counts each value one place further on. */
function countInto(counts: Uint32Array, values: Uint32Array): void {
  for (const value of values) counts[value + 1] = (counts[value + 1] ?? 0) + 1;
}

/** Makes counts into the sums of all before. */
function addedUp(counts: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  for (let i = 1; i < counts.length; i++) counts[i] = (counts[i] ?? 0) + (counts[i - 1] ?? 0);
  return counts;
}

/** Calls back with each entry's row and its place in the inverted rows: a counting sort. */
function distribute(
  rows: Rows,
  rowCount: number,
  start: Uint32Array,
  place: (row: number, to: number) => void,
) {
  const next = start.slice();
  const end = rows.start[rowCount] ?? 0;
  let row = 0;
  for (let from = rows.start[0] ?? 0; from < end; from++) {
    while ((rows.start[row + 1] ?? 0) <= from) row++;
    const value = rows.values[from] ?? 0;
    const to = next[value] ?? 0;
    next[value] = to + 1;
    place(row, to);
  }
}

/**
 * Entries that come in any order, each with the row it belongs to, laid end to end by row, in each by ascending value: a
 * counting sort by row, then one by insertion, so rows are to be short.
 */
export function placeByRow(rowOf: Uint32Array, entries: Omit<WeightedRows, 'start'>, rowCount: number) {
  const start = rowStarts(rowOf, rowCount);
  const [values, weights] = [new Uint32Array(rowOf.length), new Uint16Array(rowOf.length)];
  const placed = new Uint32Array(rowCount);
  for (let from = 0; from < rowOf.length; from++) {
    const row = rowOf[from] ?? 0;
    const value = entries.values[from] ?? 0;
    const first = start[row] ?? 0;
    let to = first + (placed[row] ?? 0);
    placed[row] = to - first + 1;
    for (; to > first && (values[to - 1] ?? 0) > value; to--) {
      values[to] = values[to - 1] ?? 0;
      weights[to] = weights[to - 1] ?? 0;
    }
    values[to] = value;
    weights[to] = entries.weights[from] ?? 0;
  }
  return { start, values, weights };
}

/**
 * The rows of each value, ascending: `invert(game → features)` is feature → games. Values are below `valueCount`.
 * `rowCount` leaves out the rows from there on.
 */
export function invert(rows: Rows, valueCount: number, rowCount = rows.start.length - 1): Rows {
  const used = rows.values.subarray(0, rows.start[rowCount] ?? 0);
  const start = rowStarts(used, valueCount);
  const values = new Uint32Array(used.length);
  distribute(rows, rowCount, start, (row, to) => {
    values[to] = row;
  });
  return { start, values };
}

/** {@link invert} for rows with weights. */
export function invertWeighted(rows: WeightedRows, valueCount: number): WeightedRows {
  const inverted = emptyInverse(rowStarts(rows.values, valueCount), rows.values.length);
  const next = inverted.start.slice();
  distributeRows(rows, 0, rows.start.length - 1, next, inverted);
  return inverted;
}

/** Entries that are inverted between two pauses: some five milliseconds. */
const ENTRIES_AT_ONCE = 2 ** 19;

/** {@link invertWeighted} with a wait in between, again and again. */
export async function invertInParts(
  rows: WeightedRows,
  valueCount: number,
  pause: () => Promise<unknown>,
): Promise<WeightedRows> {
  const counts = new Uint32Array(valueCount + 1);
  for (let from = 0; from < rows.values.length; from += ENTRIES_AT_ONCE) {
    await pause();
    countInto(counts, rows.values.subarray(from, from + ENTRIES_AT_ONCE));
  }
  const inverted = emptyInverse(addedUp(counts), rows.values.length);
  const next = inverted.start.slice();
  const last = rows.start.length - 1;
  for (let row = 0; row < last;) {
    await pause();
    const to = Math.max(row + 1, firstAt(rows.start, (rows.start[row] ?? 0) + ENTRIES_AT_ONCE));
    distributeRows(rows, row, Math.min(to, last), next, inverted);
    row = to;
  }
  return inverted;
}

const emptyInverse = (start: Uint32Array, entries: number): WeightedRows => ({
  start,
  values: new Uint32Array(entries),
  weights: new Uint16Array(entries),
});

function distributeRows(
  rows: WeightedRows,
  first: number,
  last: number,
  next: Uint32Array,
  into: WeightedRows,
): void {
  for (let row = first; row < last; row++) {
    const end = rows.start[row + 1] ?? 0;
    for (let from = rows.start[row] ?? 0; from < end; from++) {
      const value = rows.values[from] ?? 0;
      const to = next[value] ?? 0;
      next[value] = to + 1;
      into.values[to] = row;
      into.weights[to] = rows.weights[from] ?? 0;
    }
  }
}

/** {@link invertWeighted} of some rows only, which are given ascending; they keep their numbers. */
export function invertRows(rows: WeightedRows, some: readonly number[], valueCount: number): WeightedRows {
  const start = new Uint32Array(valueCount + 1);
  let length = 0;
  const eachEntry = (visit: (row: number, entry: number) => void) => {
    for (const row of some) {
      for (let i = rows.start[row] ?? 0; i < (rows.start[row + 1] ?? 0); i++) visit(row, i);
    }
  };
  eachEntry((_row, entry) => {
    const value = rows.values[entry] ?? 0;
    start[value + 1] = (start[value + 1] ?? 0) + 1;
    length++;
  });
  for (let value = 0; value < valueCount; value++)
    start[value + 1] = (start[value + 1] ?? 0) + (start[value] ?? 0);
  const next = start.slice();
  const [values, weights] = [new Uint32Array(length), new Uint16Array(length)];
  eachEntry((row, entry) => {
    const value = rows.values[entry] ?? 0;
    const to = next[value] ?? 0;
    next[value] = to + 1;
    values[to] = row;
    weights[to] = rows.weights[entry] ?? 0;
  });
  return { start, values, weights };
}

/**
 * An element that the caller knows to be there; the type of an indexed access cannot say so. Loops over hundreds of
 * thousands of elements write `array[i] ?? 0` themselves: one function that reads every type of array cannot be
 * compiled for any of them, and is several times slower.
 */
export const at = (array: ArrayLike<number>, index: number): number => array[index] ?? 0;

/**
 * Rows of unequal length laid end to end: row r is `values[start[r] … start[r + 1] - 1]`, with its weights, where it
 * has any, at the same places.
 */
export interface Rows {
  start: Uint32Array;
  values: Uint32Array;
}

export interface WeightedRows extends Rows {
  weights: Uint16Array;
}

/** The first place in an ascending array, or in a part of one, whose element is not below `value`; the end where all are. */
export function firstAt(ascending: Uint32Array, value: number, from = 0, to = ascending.length): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
