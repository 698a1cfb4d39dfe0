import { ridge, type SparseMatrix } from '@playkin/functions/src/train/ridge.ts';
import { seededRandom } from '@playkin/functions/src/evaluate/random.ts';
import { expect, test } from 'vitest';

/** Rows of numbers, zeros left out. */
function sparse(rows: number[][]): SparseMatrix {
  const entries = rows.map((row) => row.flatMap((value, column) => (value === 0 ? [] : [{ column, value }])));
  const start = new Uint32Array(rows.length + 1);
  entries.forEach((row, i) => (start[i + 1] = (start[i] ?? 0) + row.length));
  return {
    start,
    columns: Uint32Array.from(entries.flat(), ({ column }) => column),
    values: Float64Array.from(entries.flat(), ({ value }) => value),
    columnCount: rows[0]?.length ?? 0,
  };
}

test('one clue, one game: the weight is shrunk by the penalty', () => {
  // 2 w is to be 6, at the price of 4 w²: w = 2 · 6 / (4 + 4).
  expect([...ridge(sparse([[2]]), Float64Array.of(6), 1, 4)][0]).toBeCloseTo(1.5, 9);
});

test('a target that no game has needs no weights', () => {
  const weights = ridge(
    sparse([
      [1, 0],
      [0, 1],
    ]),
    Float64Array.of(1, 0, 1, 0),
    2,
    1,
  );
  expect([...weights].map((weight) => Number(weight.toFixed(9)))).toEqual([0.5, 0, 0.5, 0]);
});

test('the weights solve the normal equations (XᵀX + λI) W = XᵀY', () => {
  const random = seededRandom(7);
  const [games, clues, targets, lambda] = [60, 40, 3, 0.5];
  const x = Array.from({ length: games }, () =>
    Array.from({ length: clues }, () => (random() < 0.2 ? random() : 0)),
  );
  const y = Float64Array.from({ length: games * targets }, () => random());
  const weights = ridge(sparse(x), y, targets, lambda);
  const at = (values: Float64Array, row: number, target: number) => values[row * targets + target] ?? 0;
  let worst = 0;
  for (let clue = 0; clue < clues; clue++) {
    for (let target = 0; target < targets; target++) {
      const gradient = x.reduce(
        (sum, row, game) => {
          const predicted = row.reduce(
            (total, value, other) => total + value * at(weights, other, target),
            0,
          );
          return sum + (row[clue] ?? 0) * (predicted - at(y, game, target));
        },
        lambda * at(weights, clue, target),
      );
      worst = Math.max(worst, Math.abs(gradient));
    }
  }
  expect(worst).toBeLessThan(1e-4);
});
