import type { SparseVectors } from '@playkin/functions/src/evaluate/sparse-vectors.ts';
import { NEIGHBORS } from '@playkin/shared/release.ts';
import type { Peer } from './peer.ts';
import { canImport, pythonTopK } from './python.ts';

/** Debian's packages are in Debian's Python only, which need not be the first in the path. */
const PYTHONS = ['python3', '/usr/bin/python3'];
/** Of the peer itself, for whoever has more cores than one. */
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };

/** A Python that can import scipy; `undefined` where there is none. */
export async function pythonWithScipy(): Promise<string | undefined> {
  for (const python of PYTHONS) if (await canImport(python, 'scipy.sparse')) return python;
  return undefined;
}

/**
 * scipy.sparse: blocks of rows times the transposed matrix, and numpy's argpartition, in one thread.
 *
 * @param rows so many of the vectors, evenly spread; the seconds are extrapolated to all
 */
export const scipyTopK = (
  python: string,
  vectors: SparseVectors,
  rows: number,
  listed: Uint8Array,
): Promise<Peer> =>
  pythonTopK(
    { python, program: 'cosine_top_k.py', args: [String(rows), String(NEIGHBORS)], env: ONE_THREAD },
    vectors,
    rows,
    listed,
  );
