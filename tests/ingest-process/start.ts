import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { IngestOrder, Measured } from './order.ts';

const MAIN = join(import.meta.dirname, 'main.ts');

export interface IngestProcess {
  child: ChildProcess;
  /** Undefined when it failed or was killed; `stderr` says why. */
  ended: Promise<{ measured: Measured | undefined; stderr: string }>;
}

export function startIngest(order: IngestOrder): IngestProcess {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [MAIN, JSON.stringify(order)], {
    env: { PATH, HOME },
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
