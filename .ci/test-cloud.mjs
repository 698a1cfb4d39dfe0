// `npm run test:cloud`: the suites that need the emulators of BigQuery and Cloud Storage. `npm run test:long`: those of them that
// take minutes, and the soak test of ingest.
import { spawnSync } from 'node:child_process';

const isLong = process.argv[2] === '--long';
const filters = process.argv.slice(isLong ? 3 : 2);
const configs = isLong
  ? ['tests/soak/vitest.long.config.ts', 'tests/cloud/vitest.long.config.ts']
  : ['tests/cloud/vitest.config.ts'];
const statuses = configs.map((config) => {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', config, '--root', '.'];
  // A filter may name tests of one suite only.
  const options = isLong && filters.length > 0 ? ['--passWithNoTests'] : [];
  return spawnSync(process.execPath, [...vitest, ...options, ...filters], { stdio: 'inherit' }).status ?? 1;
});
process.exitCode = Math.max(...statuses);
