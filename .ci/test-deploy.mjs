// `npm run test:deploy`: gets the tests of the deployment what Debian has of their tools where that is possible, then runs them. What
// other registries serve the tests fetch themselves; what is missing is skipped by name.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian's package of each program. */
const PACKAGES = {
  buildah: 'buildah',
  curl: 'curl',
  debootstrap: 'debootstrap',
  jq: 'jq',
  openssl: 'openssl',
  podman: 'podman',
  python3: 'python3-pip',
  runc: 'runc',
  shellcheck: 'shellcheck',
};

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
const has = (program) => folders.some((folder) => existsSync(join(folder, program)));
const hasDocker = spawnSync('docker', ['info'], { stdio: 'ignore' }).status === 0;
const missing = Object.keys(PACKAGES).filter((program) => !has(program));
if (missing.length > 0 && !hasDocker && existsSync('/etc/debian_version') && process.getuid?.() === 0) {
  const packages = missing.map((program) => PACKAGES[program]);
  process.stderr.write(`Installing Debian’s ${packages.join(', ')} …\n`);
  const quiet = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update', '-qq'], quiet);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], quiet);
}
const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--config',
  'tests/deploy/vitest.config.ts',
  '--root',
  '.',
];
const { status } = spawnSync(process.execPath, [...vitest, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
