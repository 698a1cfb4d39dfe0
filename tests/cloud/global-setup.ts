import type { TestProject } from 'vitest/node';
import { type Binaries, findBinaries } from './binaries.ts';

/** Servers that are up already, or programs to start, or why there are none. */
export type Found =
  { hosts: { bigQuery: string; storage: string } } | { binaries: Binaries } | { missing: string };

declare module 'vitest' {
  export interface ProvidedContext {
    found: Found;
  }
}

const say = (line: string) => process.stderr.write(`${line}\n`);

/** Before all suites, so that what has to be built is built once. */
export default function setup({ provide }: TestProject): void {
  const found = find();
  if ('missing' in found) {
    if (process.env['CI']) throw new Error(found.missing);
    say(`\n*** The cloud suites are SKIPPED: ${found.missing}.\n`);
  }
  provide('found', found);
}

function find(): Found {
  const bigQuery = process.env['BIGQUERY_EMULATOR_HOST'];
  const storage = process.env['STORAGE_EMULATOR_HOST'];
  if (bigQuery && storage) return { hosts: { bigQuery: withScheme(bigQuery), storage: withScheme(storage) } };
  try {
    return { binaries: findBinaries(say) };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

const withScheme = (host: string) => (host.includes('://') ? host : `http://${host}`);
