import { entriesOf, productsWith } from '@playkin/functions/src/evaluate/nearest.ts';
import type { SparseVectors } from '@playkin/functions/src/evaluate/sparse-vectors.ts';
import { top } from '@playkin/functions/src/arrays/top.ts';
import { NEIGHBORS, WEIGHT_SCALE } from '@playkin/shared/release.ts';
import { type Peer, indexOf } from './peer.ts';

/**
 * A walk of the inverted index in TypeScript, in one thread, as `recommend` answers what it has no neighbours for.
 *
 * @param rows so many of the vectors, evenly spread; the seconds are extrapolated to all
 * @param listed for each vector 1 where it may be found, else 0
 */
export function indexWalk(vectors: SparseVectors, rows: number, listed: Uint8Array): Peer {
  const { ids } = vectors;
  const startedAt = performance.now();
  const productsOf = productsWith(vectors);
  const invertedAt = performance.now();
  const scores = Array.from({ length: rows }, (_, row) => {
    const game = indexOf(row, rows, ids.length);
    const best = top(NEIGHBORS);
    productsOf(entriesOf(vectors, game)).forEach((product, other) => {
      if (product > 0 && other !== game && listed[other] === 1) best.offer(other, product);
    });
    return best.best().map(({ score }) => score / (WEIGHT_SCALE * WEIGHT_SCALE));
  });
  const walkMs = performance.now() - invertedAt;
  return {
    seconds: (invertedAt - startedAt + (walkMs * ids.length) / rows) / 1000,
    rows,
    scoresOf: (row) => Float64Array.from({ length: NEIGHBORS }, (_, rank) => scores[row]?.[rank] ?? 0),
  };
}
