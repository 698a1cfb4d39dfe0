/** The folder that the image holds, taken as the source of a function: what Google's build would do with it. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { REPOSITORY } from '@playkin/functions/src/repository.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../cloud/server-process.ts';

const ANSWERS_WITHIN_MS = 60_000;
/** Of the commands only. */
const NOT_FOR_FUNCTIONS = ['node_modules/@duckdb', 'node_modules/superstatic'];

interface Lock {
  packages: Record<string, { version: string; integrity?: string; link?: boolean }>;
}

let folder: string;
let bytes: Record<string, number>;

const json = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playkin-source-'));
  const bundle = [join(REPOSITORY, 'functions', 'deploy', 'bundle.ts'), folder];
  const printed = execFileSync(process.execPath, bundle, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  ({ bytes } = JSON.parse(printed) as { bytes: Record<string, number> });
  const install = ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  execFileSync('npm', install, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  for (const path of NOT_FOR_FUNCTIONS) {
    expect(existsSync(join(folder, path))).toBe(true);
    await rm(join(folder, path), { recursive: true });
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('its package.json names the functions and nothing of the repository', async () => {
  const manifest = (await json(join(folder, 'package.json'))) as {
    main: string;
    dependencies: Record<string, string>;
  };
  expect(manifest).not.toHaveProperty('workspaces');
  expect(existsSync(join(folder, manifest.main))).toBe(true);
  expect(manifest.dependencies).toHaveProperty('@google-cloud/functions-framework');
  for (const version of Object.values(manifest.dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+/);
});

test('its firebase.json lets hashed files be kept for a year, each by its name', async () => {
  const { hosting } = (await json(join(folder, 'firebase.json'))) as {
    hosting: { headers: { source: string; headers: { value: string }[] }[] };
  };
  const year = hosting.headers.filter(({ headers }) =>
    headers.some(({ value }) => value.includes('immutable')),
  );
  const names = await readdir(join(folder, 'web', 'dist', 'assets'));
  expect(year.map(({ source }) => source)).toEqual(names.sort().map((name) => `/assets/${name}`));
});

test('its lock holds the versions and checksums of the repository’s own', async () => {
  const ours = ((await json(join(REPOSITORY, 'package-lock.json'))) as Lock).packages;
  const { packages } = (await json(join(folder, 'package-lock.json'))) as Lock;
  delete packages[''];
  expect(Object.keys(packages).length).toBeGreaterThan(50);
  for (const [path, { version, integrity, link }] of Object.entries(packages)) {
    expect({ path, version, integrity }).toEqual({
      path,
      version: ours[path]?.version,
      integrity: ours[path]?.integrity,
    });
    expect([path, integrity, link]).toEqual([path, expect.stringMatching(/^sha512-/), undefined]);
  }
});

/** Starts a function as Google’s build does. */
async function start(target: string) {
  const port = await freePort();
  const framework = join(folder, 'node_modules', '.bin', 'functions-framework');
  const startedMs = performance.now();
  const args = [framework, `--source=${folder}`, `--target=${target}`, `--port=${port}`];
  const env = { PATH: process.env['PATH'], NODE_ENV: 'production', PLAYKIN_VERSION: '1a2b3c4d' };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const ask = async (init: RequestInit = {}): Promise<Response> => {
    for (;;) {
      try {
        return await fetch(`http://127.0.0.1:${port}/`, { ...init, headers: { connection: 'close' } });
      } catch (error) {
        const isOver = child.exitCode !== null || performance.now() - startedMs > ANSWERS_WITHIN_MS;
        if (isOver) throw new Error(`${target} does not answer:\n${output}`, { cause: error });
        await wait(5);
      }
    }
  };
  return { child, ask, startedMs, output: () => output };
}

const stage = (name: string) => ({ init: {}, status: 200, says: `{"stage":"${name}","version":"1a2b3c4d"}` });

test.each([
  ['ingest', stage('ingest')],
  ['similarity', stage('similarity')],
  ['publish', stage('publish')],
  // These two look at their settings first, of which there are none.
  ['recommend', { init: {}, status: 500, says: 'GOOGLE_CLOUD_PROJECT is not set' }],
  ['webhook', { init: { method: 'POST' }, status: 500, says: 'GOOGLE_CLOUD_PROJECT is not set' }],
])(
  '%s starts from it without DuckDB and superstatic, and ends when it is asked to',
  async (name, { init, status, says }) => {
    const { child, ask, startedMs, output } = await start(name);
    const response = await ask(init);
    const answered = performance.now() - startedMs;
    expect(response.status).toBe(status);
    expect((await response.text()) + output()).toContain(says);
    process.stderr.write(`${name} answered ${answered.toFixed(0)} ms after its start.\n`);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  },
);

test('what the functions load is bundled: under a megabyte beside the framework', () => {
  process.stderr.write(`Bundled: ${JSON.stringify(bytes)}\n`);
  expect(bytes['cloud.js']).toBeLessThan(1024 ** 2);
});
