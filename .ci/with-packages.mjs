// `node .ci/with-packages.mjs FILE [ARGUMENT …]`: installs the locked packages when they are missing or the lock has
// changed, then runs the file with the Node 24 among them. Plain JavaScript for any Node from 20: it runs before anything is
// installed. One shell line `install && node FILE` would not do: shells remember where they found the first node.
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const lock = join(root, 'package-lock.json');
/** A copy of the lock that node_modules was installed from. */
const installed = join(root, 'node_modules', '.installed-lock.json');
const isWindows = process.platform === 'win32';

if (!existsSync(installed) || !readFileSync(installed).equals(readFileSync(lock))) {
  process.stderr.write('Installing packages (once; about 20 s) …\n');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    // Standard output is the command's own.
    stdio: ['ignore', 2, 2],
    shell: isWindows,
  });
  if (status !== 0) {
    process.stderr.write('npm ci failed; its messages are above. Is the npm registry within reach?\n');
    process.exit(1);
  }
  copyFileSync(lock, installed);
}

const node = join(root, 'node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node');
const child = spawn(node, process.argv.slice(2), { stdio: 'inherit' });
// A terminal's Ctrl-C reaches the child by itself; what is sent to this process alone is passed on.
process.on('SIGINT', () => undefined);
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
});
