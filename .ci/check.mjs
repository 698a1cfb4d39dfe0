// `npm run check`: lint, types, unit tests, the build and more side by side; prints what failed, whole, and exits with 1 if anything
// did. `--without-unit` leaves the unit tests to `npm test`, which has them too.
import { spawn } from 'node:child_process';

const TASKS = {
  lint: 'npm run --silent lint',
  boundaries: 'npm run --silent boundaries',
  'dead code': 'npm run --silent dead-code',
  types: 'npm run --silent types',
  unit: 'node node_modules/vitest/vitest.mjs run --config tests/vitest.config.ts --root . --project node --exclude "tests/cli/commands/**"',
  build: 'npm run --silent build',
};

const run = ([name, command]) =>
  new Promise((resolve) => {
    const startedMs = Date.now();
    const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('close', (status) => {
      const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
      process.stdout.write(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
      if (status !== 0) process.stdout.write(`${Buffer.concat(output).toString()}\n`);
      resolve(status);
    });
  });

const isLeftOut = (name) => name === 'unit' && process.argv.includes('--without-unit');
const tasks = Object.entries(TASKS).filter(([name]) => !isLeftOut(name));
const statuses = await Promise.all(tasks.map(run));
process.exit(statuses.every((status) => status === 0) ? 0 : 1);
