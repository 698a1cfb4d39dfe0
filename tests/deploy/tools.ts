/** Programs that the deployment's tests need and no package registry serves; where one is missing, its tests are skipped by name. */
import { execFileSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** What tests fetch or derive once. */
export const CACHE_DIR = join(homedir(), '.cache', 'playkin', 'deploy');

/** The program's path, or undefined after having said which tests are skipped for want of it. */
export function findTool(name: string, tests: string): string | undefined {
  const path = onPath(name);
  if (path === undefined) say(name, tests);
  return path;
}

/** Installed, or taken out of Debian's package of Prometheus, which needs no rights. */
export function findPromtool(tests: string): string | undefined {
  const cached = join(CACHE_DIR, 'promtool');
  const path = onPath('promtool') ?? (existsSync(cached) ? cached : unpackPromtool(cached));
  if (path === undefined) say('promtool', tests);
  return path;
}

function unpackPromtool(path: string): string | undefined {
  if (!existsSync('/etc/debian_version')) return undefined;
  mkdirSync(CACHE_DIR, { recursive: true });
  const dir = mkdtempSync(join(CACHE_DIR, 'promtool-'));
  const options = { cwd: dir, stdio: 'ignore' } as const;
  try {
    execFileSync('apt-get', ['download', 'prometheus'], options);
    execFileSync('dpkg-deb', ['-x', readdirSync(dir)[0] ?? '', 'unpacked'], options);
    renameSync(join(dir, 'unpacked', 'usr', 'bin', 'promtool'), path);
    return path;
  } catch {
    // Without a package list, or without network.
    return undefined;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const say = (name: string, tests: string) =>
  void process.stderr.write(`\n*** SKIPPED: ${tests}, as ${name} is not installed.\n\n`);

const onPath = (name: string) =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((dir) => join(dir, name))
    .find(isProgram);

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
