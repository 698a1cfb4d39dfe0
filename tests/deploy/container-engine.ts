/** Builds and runs images: docker where its daemon answers, else buildah and podman, over a base image made here. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { baseImage } from './base-image.ts';
import { findTool } from './tools.ts';

export interface Engine {
  /** Builds a folder's Dockerfile. @returns what the build said */
  build(folder: string, args: readonly string[]): string;
  /** Runs a command of the engine to its end. */
  command(args: readonly string[]): { status: number | null; stdout: string; stderr: string };
  /** Options that `run` needs on this machine. */
  runOptions: readonly string[];
}

/** The name the Dockerfile gives its base. */
export const BASE = 'node:24-slim';

const MEBIBYTE = 1024 ** 2;
const MOST_OUTPUT_BYTES = 64 * MEBIBYTE;

const say = (text: string) => process.stderr.write(`${text}\n`);

/** @param tests what is skipped where there is no engine */
export function findEngine(tests: string): Engine | undefined {
  if (spawnSync('docker', ['info'], { stdio: 'ignore' }).status === 0) return docker();
  const isRoot = process.getuid?.() === 0;
  const needed = ['buildah', 'podman', 'debootstrap'].map((name) => findTool(name, tests));
  if (needed.includes(undefined)) return undefined;
  if (!isRoot) {
    say(`\n*** SKIPPED: ${tests}, as there is no docker daemon, and only root can make a base image.\n`);
    return undefined;
  }
  return podman();
}

const docker = (): Engine => ({
  build: (folder, args) => runToEnd('docker', ['build', ...args, folder], process.env),
  command: (args) => run('docker', args, process.env),
  runOptions: [],
});

function podman(): Engine {
  const env = { ...process.env, BUILDAH_ISOLATION: 'chroot', ...containerStorage() };
  const buildah = (args: readonly string[]) => runToEnd('buildah', args, env);
  baseImage(BASE, buildah, say);
  const command = (args: readonly string[]) => run('podman', args, env);
  // What earlier builds left in our store.
  command(['image', 'prune', '--force', '--filter', 'until=48h']);
  return {
    build: (folder, args) => buildah(['build', '--layers', '--pull-never', ...args, folder]),
    command,
    runOptions: probeRunOptions(command),
  };
}

const KEPT = join(homedir(), '.cache', 'playkin', 'containers');

/**
 * A store of our own. The overlay driver is three times as fast as vfs, which works everywhere.
 *
 * @param folder default: one that is kept from run to run
 */
export function containerStorage(folder = KEPT): { CONTAINERS_STORAGE_CONF: string } {
  mkdirSync(folder, { recursive: true });
  const drivers = ['overlay', 'vfs'].map((driver) => {
    const file = join(folder, `${driver}.conf`);
    const places = {
      graphroot: join(folder, driver),
      runroot: join(folder === KEPT ? join(tmpdir(), 'playkin-containers') : folder, `run-${driver}`),
    };
    const lines = Object.entries({ driver, ...places }).map(
      ([key, value]) => `${key} = ${JSON.stringify(value)}`,
    );
    writeFileSync(file, `[storage]\n${lines.join('\n')}\n`);
    return { CONTAINERS_STORAGE_CONF: file };
  });
  const found = drivers.find(
    (conf) =>
      spawnSync('buildah', ['info'], { env: { ...process.env, ...conf }, stdio: 'ignore' }).status === 0,
  );
  if (found === undefined)
    throw new Error('buildah works with neither the overlay nor the vfs storage driver.');
  return found;
}

/** Which runtime can start a container here, and under which limits: some machines forbid raising them. */
function probeRunOptions(command: Engine['command']): readonly string[] {
  const limits = ['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=4096:4096'];
  const tries = [[], limits];
  const failures: string[] = [];
  for (const runtime of ['', 'crun', 'runc']) {
    for (const options of tries) {
      const { status, stderr } = command([
        ...(runtime === '' ? [] : ['--runtime', runtime]),
        ...['run', '--rm', ...options, BASE, 'true'],
      ]);
      if (status === 0) return runtime === '' ? options : [`--runtime=${runtime}`, ...options];
      failures.push(stderr.trim());
    }
  }
  throw new Error(`podman cannot run a container here:\n${failures.join('\n')}`);
}

function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  return spawnSync(file, args, { env, encoding: 'utf8', maxBuffer: MOST_OUTPUT_BYTES });
}

function runToEnd(file: string, args: readonly string[], env: NodeJS.ProcessEnv): string {
  const { status, stdout, stderr } = run(file, args, env);
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} failed:\n${stdout}${stderr}`.slice(-8_000));
  return stdout.trim();
}

/** The files of the repository that git knows or would take, copied: what a clean clone holds, and the work under way. */
export function copyRepository(repository: string, folder: string): void {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: repository,
    maxBuffer: MOST_OUTPUT_BYTES,
  });
  mkdirSync(folder, { recursive: true });
  // A file that is deleted but not committed yet is no error.
  const tar = spawnSync('tar', ['--create', '--null', '--files-from=-', '--ignore-failed-read', '--file=-'], {
    cwd: repository,
    input: files,
    maxBuffer: 16 * MOST_OUTPUT_BYTES,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  execFileSync('tar', ['--extract', '--file=-'], { cwd: folder, input: tar.stdout });
}
