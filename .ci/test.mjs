// `npm test`: gets the browser tests a browser where that is possible, then runs all tests.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from '../tests/e2e/chromium.ts';

const canInstall = existsSync('/etc/debian_version') && process.getuid?.() === 0;
if (findChromium() === undefined && canInstall) {
  process.stderr.write('Installing Debian’s chromium for the browser tests …\n');
  const quiet = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update', '-qq'], quiet);
  spawnSync(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
    quiet,
  );
}
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tests/vitest.config.ts', '--root', '.'];
const { status } = spawnSync(process.execPath, [...vitest, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
