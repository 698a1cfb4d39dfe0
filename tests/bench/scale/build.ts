import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BuildOrder, Built } from './order.ts';

const PROGRAM = join(import.meta.dirname, 'build-process.ts');
const run = promisify(execFile);

/** Builds tables in a process of its own. @throws Error with what the process wrote, when it failed */
export async function build(order: BuildOrder): Promise<Built> {
  const { stdout } = await run(process.execPath, [PROGRAM, JSON.stringify(order)]);
  return JSON.parse(stdout) as Built;
}
