// `npm run test:cloud` and `npm run test:long`: the suites that need the emulators of BigQuery and Cloud Storage.
import { spawnSync } from 'node:child_process';

const isLong = process.argv[2] === '--long';
const config = `tests/cloud/vitest.${isLong ? 'long.' : ''}config.ts`;
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', config, '--root', '.'];
const { status } = spawnSync(process.execPath, [...vitest, ...process.argv.slice(isLong ? 3 : 2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
