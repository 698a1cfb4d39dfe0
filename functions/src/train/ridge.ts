/** Rows of a sparse matrix laid end to end: row r has `values[start[r] … start[r + 1] - 1]` in those columns. */
export interface SparseMatrix {
  start: Uint32Array;
  columns: Uint32Array;
  values: Float64Array;
  columnCount: number;
}

/** Where the residual of every target is below this part of the target, the solution is good to four digits. */
const TOLERANCE = 1e-5;
const MAX_ITERATIONS = 300;

/**
 * Ridge regression of several targets on the same sparse rows: the W that makes |XW - Y|² + lambda |W|² least. It is Xᵀ A where
 * (X Xᵀ + lambda I) A = Y, which conjugate gradients (Hestenes and Stiefel 1952) solve for all targets side by side, since there are
 * fewer games than clues. Nothing is random: the same input gives the same weights.
 *
 * @param targets row by row, `targetCount` a row
 * @returns W, column of x by column of x, `targetCount` each
 */
export function ridge(
  x: SparseMatrix,
  targets: Float64Array,
  targetCount: number,
  lambda: number,
): Float64Array {
  const rows = x.start.length - 1;
  const solution = new Float64Array(rows * targetCount);
  const residual = targets.slice();
  const direction = targets.slice();
  let squares = squaredLengths(residual, targetCount);
  const enough = squares.map((square) => square * TOLERANCE * TOLERANCE);
  for (let i = 0; i < MAX_ITERATIONS && squares.some((square, t) => square > (enough[t] ?? 0)); i++) {
    const product = timesRows(x, timesColumns(x, direction, targetCount), targetCount);
    addScaled(product, direction, new Float64Array(targetCount).fill(lambda));
    const curvature = dotProducts(direction, product, targetCount);
    const step = squares.map((square, t) => (curvature[t] === 0 ? 0 : square / (curvature[t] ?? 1)));
    addScaled(solution, direction, step);
    addScaled(
      residual,
      product,
      step.map((size) => -size),
    );
    const next = squaredLengths(residual, targetCount);
    const keep = next.map((square, t) => (squares[t] === 0 ? 0 : square / (squares[t] ?? 1)));
    for (let j = 0; j < direction.length; j++) {
      direction[j] = (residual[j] ?? 0) + (keep[j % targetCount] ?? 0) * (direction[j] ?? 0);
    }
    squares = next;
  }
  return timesColumns(x, solution, targetCount);
}

/** Xᵀ a */
function timesColumns(x: SparseMatrix, a: Float64Array, width: number): Float64Array {
  const product = new Float64Array(x.columnCount * width);
  for (let row = 0; row + 1 < x.start.length; row++) {
    const from = row * width;
    for (let i = x.start[row] ?? 0; i < (x.start[row + 1] ?? 0); i++) {
      const to = (x.columns[i] ?? 0) * width;
      const value = x.values[i] ?? 0;
      for (let t = 0; t < width; t++) product[to + t] = (product[to + t] ?? 0) + value * (a[from + t] ?? 0);
    }
  }
  return product;
}

/** X b */
function timesRows(x: SparseMatrix, b: Float64Array, width: number): Float64Array {
  const product = new Float64Array((x.start.length - 1) * width);
  for (let row = 0; row + 1 < x.start.length; row++) {
    const to = row * width;
    for (let i = x.start[row] ?? 0; i < (x.start[row + 1] ?? 0); i++) {
      const from = (x.columns[i] ?? 0) * width;
      const value = x.values[i] ?? 0;
      for (let t = 0; t < width; t++) product[to + t] = (product[to + t] ?? 0) + value * (b[from + t] ?? 0);
    }
  }
  return product;
}

/** target += scale * other, each column with its own scale. */
function addScaled(target: Float64Array, other: Float64Array, scale: Float64Array): void {
  const width = scale.length;
  for (let from = 0; from < target.length; from += width) {
    for (let t = 0; t < width; t++) {
      target[from + t] = (target[from + t] ?? 0) + (scale[t] ?? 0) * (other[from + t] ?? 0);
    }
  }
}

/** The dot product of each column of a with that of b. */
function dotProducts(a: Float64Array, b: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(width);
  for (let from = 0; from < a.length; from += width) {
    for (let t = 0; t < width; t++) sums[t] = (sums[t] ?? 0) + (a[from + t] ?? 0) * (b[from + t] ?? 0);
  }
  return sums;
}

const squaredLengths = (a: Float64Array, width: number) => dotProducts(a, a, width);
