import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Beside the database file: what does not fit into memory goes there. */
const SUFFIX = '.tmp-';

/** Of this process. */
const inUse = new Set<string>();
let made = 0;

/**
 * A folder of its own, which DuckDB makes when it needs it, for each opening of the file: DuckDB names what it puts there alike in every process. Those that killed
 * processes left are removed first.
 *
 * @param file the database
 */
export function temporaryFolder(file: string): { path: string; remove(): void } {
  removeLeftovers(file);
  const path = `${file}${SUFFIX}${process.pid}-${made++}`;
  inUse.add(path);
  return {
    path,
    remove() {
      rmSync(path, { recursive: true, force: true });
      inUse.delete(path);
    },
  };
}

function removeLeftovers(file: string): void {
  const folder = dirname(file);
  const prefix = basename(file) + SUFFIX;
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const [, pid] = name.startsWith(prefix) ? (/^(\d+)-\d+$/.exec(name.slice(prefix.length)) ?? []) : [];
    const path = join(folder, name);
    if (pid === undefined || inUse.has(path)) continue;
    if (Number(pid) !== process.pid && isAlive(Number(pid))) continue;
    rmSync(path, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    // Signal 0 is not sent: it only tells whether it could be.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
