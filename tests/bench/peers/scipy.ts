import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SparseVectors } from '@playkin/functions/src/evaluate/sparse-vectors.ts';
import { NEIGHBORS, WEIGHT_SCALE } from '@playkin/shared/release.ts';
import type { Peer } from './peer.ts';

const PROGRAM = join(import.meta.dirname, 'cosine_top_k.py');
/** Debian's packages are in Debian's Python only, which need not be the first in the path. */
const PYTHONS = ['python3', '/usr/bin/python3'];
/** Of the peer itself, for whoever has more cores than one. */
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };

const run = promisify(execFile);

/** A Python that can import scipy; `undefined` where there is none. */
export async function pythonWithScipy(): Promise<string | undefined> {
  for (const python of PYTHONS) {
    const found = await run(python, ['-c', 'import scipy.sparse']).then(
      () => true,
      () => false,
    );
    if (found) return python;
  }
  return undefined;
}

/**
 * scipy.sparse: blocks of rows times the transposed matrix, and numpy's argpartition, in one thread.
 *
 * @param rows so many of the vectors, evenly spread; the seconds are extrapolated to all
 */
export async function scipyTopK(python: string, vectors: SparseVectors, rows: number): Promise<Peer> {
  const folder = await mkdtemp(join(tmpdir(), 'playkin-scipy-'));
  try {
    const { start, values, weights } = vectors.rows;
    await writeFile(join(folder, 'start.u32'), start);
    await writeFile(join(folder, 'columns.u32'), values);
    await writeFile(join(folder, 'values.u16'), weights);
    const { stdout } = await run(python, [PROGRAM, folder, String(rows), String(NEIGHBORS)], {
      env: { ...process.env, ...ONE_THREAD },
    });
    const { seconds } = JSON.parse(stdout) as { seconds: number };
    const { buffer } = await readFile(join(folder, 'best.f64')).then((bytes) => Uint8Array.from(bytes));
    const best = new Float64Array(buffer).map((products) => products / (WEIGHT_SCALE * WEIGHT_SCALE));
    return { seconds, rows, scoresOf: (row) => best.subarray(row * NEIGHBORS, (row + 1) * NEIGHBORS) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
