import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SparseVectors } from '@playkin/functions/src/evaluate/sparse-vectors.ts';
import { NEIGHBORS } from '@playkin/shared/release.ts';
import type { Peer } from './peer.ts';
import { canImport, pythonTopK } from './python.ts';

/** On PyPI; it brings numpy and scipy. */
const PACKAGE = 'sparse_dot_topn==1.2.0';

const run = promisify(execFile);

/**
 * A Python that can import sparse_dot_topn: in a virtual environment below the folder, made when it is not there.
 * `undefined` where it cannot be made.
 */
export async function pythonWithSparseDotTopn(dataDir: string): Promise<string | undefined> {
  const environment = join(dataDir, 'peers');
  const python = join(environment, 'bin', 'python');
  if (await canImport(python, 'sparse_dot_topn')) return python;
  try {
    await run('python3', ['-m', 'venv', environment]);
    await run(python, ['-m', 'pip', 'install', '--quiet', PACKAGE]);
    return python;
  } catch {
    return undefined;
  }
}

/** sparse_dot_topn: all vectors with all, measured whole. */
export const sparseDotTopn = (
  python: string,
  vectors: SparseVectors,
  rows: number,
  listed: Uint8Array,
  threads: number,
): Promise<Peer> =>
  pythonTopK(
    {
      python,
      program: 'sparse_dot_topn_top_k.py',
      args: [String(rows), String(NEIGHBORS), String(threads)],
    },
    vectors,
    rows,
    listed,
  );
