import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** An emulator: what its program is called and which Go package it is built from, pinned by go/<name>/go.sum. */
interface Program {
  name: string;
  version: string;
  goPackage: string;
}

const BIGQUERY: Program = {
  name: 'bigquery-emulator',
  version: '0.8.1',
  goPackage: 'github.com/goccy/bigquery-emulator/cmd/bigquery-emulator',
};
const STORAGE: Program = {
  name: 'fake-gcs-server',
  version: '1.56.1',
  goPackage: 'github.com/fsouza/fake-gcs-server',
};
const CACHE = join(homedir(), '.cache', 'playkin', 'emulators');

export interface Binaries {
  bigQuery: string;
  storage: string;
}

/** The emulator of Cloud Storage alone, which is statically linked: it runs in any container. @throws as {@link findBinaries} */
export const findStorageBinary = (say: (line: string) => void): string => find(STORAGE, say);

/** The programs: on PATH, in the cache, or built into it by Go. @throws when one can be had in none of these ways */
export const findBinaries = (say: (line: string) => void): Binaries => ({
  bigQuery: find(BIGQUERY, say),
  storage: find(STORAGE, say),
});

function find(program: Program, say: (line: string) => void): string {
  const { name, version } = program;
  const cached = join(CACHE, `${name}-${version}`, name);
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  const found = [...onPath, cached].find((file) => existsSync(file));
  if (found !== undefined) return found;
  if (spawnSync('go', ['version']).status !== 0) {
    throw new Error(`${name} ${version} is neither on PATH nor at ${cached}, and there is no Go to build it`);
  }
  say(`Building ${name} ${version} (once; some minutes) …`);
  mkdirSync(join(cached, '..'), { recursive: true });
  const unfinished = `${cached}.${process.pid}`;
  execFileSync('go', ['build', '-o', unfinished, program.goPackage], {
    cwd: join(import.meta.dirname, 'go', name),
    env: { ...process.env, CGO_ENABLED: '0' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  renameSync(unfinished, cached);
  return cached;
}
