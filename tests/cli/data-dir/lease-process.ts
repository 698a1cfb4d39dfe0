/** `node lease-process.ts FOLDER`: takes the lease of the stages there and holds it until it is ended; says `working`, or why not. */
import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { processHolder } from '@playkin/functions/src/cli/data-dir/process-holder.ts';
import { readProcessStatus } from '@playkin/functions/src/cli/data-dir/process-holder.ts';
import { LEASE_MS, STAGES_LEASE, withLease } from '@playkin/functions/src/runs/lease.ts';

/** As long as a timer can be: 24 days. */
const UNTIL_KILLED_MS = 2 ** 31 - 1;

const [folder = ''] = process.argv.slice(2);
const options = {
  ...processHolder(process, hostname(), readProcessStatus),
  storage: folderStorage(folder),
  name: STAGES_LEASE,
  clock: Date.now,
  ttlMs: LEASE_MS,
  sleep: (ms: number) => setTimeout(ms),
  warn: (message: string) => void process.stdout.write(`${message}\n`),
};
try {
  await withLease(options, async () => {
    process.stdout.write('working\n');
    await setTimeout(UNTIL_KILLED_MS);
  });
} catch (error) {
  process.stdout.write(`${String(error)}\n`);
}
