import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SparseVectors } from '@playkin/functions/src/evaluate/sparse-vectors.ts';
import { NEIGHBORS, WEIGHT_SCALE } from '@playkin/shared/release.ts';
import type { Peer } from './peer.ts';

const run = promisify(execFile);

/** Whether a Python can import the module. */
export const canImport = (python: string, module: string): Promise<boolean> =>
  run(python, ['-c', `import ${module}`]).then(
    () => true,
    () => false,
  );

export interface PythonPeer {
  python: string;
  /** Beside this file. It is given a folder with the vectors and leaves its lists there. */
  program: string;
  /** What it is given after the folder. */
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
}

/**
 * What a program in Python finds.
 *
 * @param rows of so many vectors, evenly spread, it leaves the lists
 * @param listed for each vector 1 where it may be found, else 0
 */
export async function pythonTopK(
  { python, program, args, env = {} }: PythonPeer,
  vectors: SparseVectors,
  rows: number,
  listed: Uint8Array,
): Promise<Peer> {
  const folder = await mkdtemp(join(tmpdir(), 'playkin-peer-'));
  try {
    const { start, values, weights } = vectors.rows;
    await writeFile(join(folder, 'start.u32'), start);
    await writeFile(join(folder, 'columns.u32'), values);
    await writeFile(join(folder, 'values.u16'), weights);
    await writeFile(join(folder, 'listed.u8'), listed);
    const file = join(import.meta.dirname, program);
    const { stdout } = await run(python, [file, folder, ...args], { env: { ...process.env, ...env } });
    const { seconds } = JSON.parse(stdout) as { seconds: number };
    const { buffer } = await readFile(join(folder, 'best.f64')).then((bytes) => Uint8Array.from(bytes));
    const best = new Float64Array(buffer).map((products) => products / (WEIGHT_SCALE * WEIGHT_SCALE));
    return { seconds, rows, scoresOf: (row) => best.subarray(row * NEIGHBORS, (row + 1) * NEIGHBORS) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
