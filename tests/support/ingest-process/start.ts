import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { IngestOrder, Measured } from './order.ts';

const MAIN = join(import.meta.dirname, 'main.ts');

/** As `npm run ingest` gives them to Node. */
function nodeOptions(): string[] {
  const file = join(import.meta.dirname, '../../../package.json');
  const { scripts } = JSON.parse(readFileSync(file, 'utf8')) as { scripts: { ingest: string } };
  return scripts.ingest.split(' ').filter((word) => word.startsWith('--'));
}

export interface IngestProcess {
  child: ChildProcess;
  /** Undefined when it failed or was killed; `stderr` says why. */
  ended: Promise<{ measured: Measured | undefined; stderr: string }>;
}

export function startIngest(order: IngestOrder): IngestProcess {
  // The last two are what .ci/with-packages.mjs sets.
  const { PATH, HOME, NODE_COMPILE_CACHE, MALLOC_ARENA_MAX } = process.env;
  const child = spawn(process.execPath, [...nodeOptions(), MAIN, JSON.stringify(order)], {
    env: { PATH, HOME, NODE_COMPILE_CACHE, MALLOC_ARENA_MAX },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = Promise.all([text(child.stdout), text(child.stderr)]);
  const ended = once(child, 'close').then(async ([status]) => {
    const [stdout, stderr] = await written;
    return { measured: status === 0 ? (JSON.parse(stdout) as Measured) : undefined, stderr };
  });
  return { child, ended };
}

/** @throws Error with what the process wrote, when it failed */
export async function ingested(order: IngestOrder): Promise<Measured> {
  const { measured, stderr } = await startIngest(order).ended;
  if (measured === undefined) throw new Error(`ingest failed: ${stderr}`);
  return measured;
}
