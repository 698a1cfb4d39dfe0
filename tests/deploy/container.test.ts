import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { REPOSITORY } from '@playkin/functions/src/repository.ts';
import type { RecommendAnswer, SearchAnswer } from '@playkin/shared/api.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findStorageBinary } from '../cloud/binaries.ts';
import { BASE, copyRepository, findEngine } from './container-engine.ts';

const engine = findEngine('the image, built and run');

const IMAGE = 'igdb-pipeline';
/** CI deploys the image that is tested here: it names the commit, and the base by its digest. */
const { IMAGE_VERSION: VERSION = '1a2b3c4d', NODE_IMAGE = BASE } = process.env;
const MOST_MIB_OVER_BASE = 200;
const SECRET = 'a-secret-that-no-layer-may-hold';
/** As Cloud Run has it and stricter: nothing may be written but the volume and /tmp, nothing gained. */
const LOCKED_DOWN = ['--read-only', '--tmpfs', '/tmp', '--cap-drop=all', '--security-opt=no-new-privileges'];
const ANSWERS_WITHIN_MS = 180_000;
const names: string[] = [];
const volumes: string[] = [];

function command(...args: string[]): string {
  const { status, stdout, stderr } = engine?.command(args) ?? { status: 1, stdout: '', stderr: 'no engine' };
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${String(status)}:\n${stdout}${stderr}`);
  return stdout.trim();
}

const options = () => [...(engine?.runOptions ?? []), ...LOCKED_DOWN];
const nameOf = (purpose: string) => `playkin-test-${process.pid}-${purpose}`;

function volume(purpose: string): string {
  const name = nameOf(purpose);
  command('volume', 'create', name);
  volumes.push(name);
  return name;
}

/** Runs the image to its end. */
const runImage = (...args: string[]) =>
  engine?.command(['run', '--rm', ...options(), ...args]) ?? { status: 1, stdout: '', stderr: '' };

/** Starts the image and leaves it running. */
function startImage(purpose: string, ...args: string[]): string {
  const name = nameOf(purpose);
  names.push(name);
  command('run', '--detach', '--name', name, ...options(), ...args);
  return name;
}

/** The address on this machine of a container's port that was published. */
const addressOf = (name: string, port: number) =>
  `http://${command('port', name, `${port}/tcp`).split('\n')[0] ?? ''}`;

/** Asks until there is an answer; its status may be any. */
async function answerOf(url: string, name: string): Promise<Response> {
  const giveUpAt = Date.now() + ANSWERS_WITHIN_MS;
  for (;;) {
    try {
      return await fetch(url);
    } catch (error) {
      if (Date.now() > giveUpAt) throw new Error(`${url} is silent:\n${logsOf(name)}`, { cause: error });
      await wait(100);
    }
  }
}

const jsonOf = async (url: string, name: string) => (await answerOf(url, name)).json();
const logsOf = (name: string) => {
  const { stdout = '', stderr = '' } = engine?.command(['logs', name]) ?? {};
  return stdout + stderr;
};
const exitCodeOf = (name: string) => Number(command('inspect', '--format', '{{.State.ExitCode}}', name));

describe.skipIf(engine === undefined)('the image', () => {
  let program: string;

  beforeAll(async () => {
    program = findStorageBinary((line) => process.stderr.write(`${line}\n`));
    const context = await mkdtemp(join(tmpdir(), 'playkin-image-'));
    copyRepository(REPOSITORY, context);
    // What lies about in a working copy must not get into the image.
    for (const path of [
      '.env',
      'functions/.env',
      'functions/deploy/terraform/terraform.tfstate',
      '.data/token',
    ]) {
      await mkdir(join(context, path, '..'), { recursive: true });
      await writeFile(join(context, path), SECRET);
    }
    engine?.build(context, [
      '--tag',
      IMAGE,
      '--build-arg',
      `VERSION=${VERSION}`,
      '--build-arg',
      `NODE_IMAGE=${NODE_IMAGE}`,
    ]);
    await rm(context, { recursive: true });
  });
  afterAll(() => {
    for (const name of names) engine?.command(['rm', '--force', '--volumes', name]);
    for (const name of volumes) engine?.command(['volume', 'rm', '--force', name]);
  });

  test('is at most 200 MiB larger than its base', () => {
    const bytes = (image: string) => Number(command('image', 'inspect', '--format', '{{.Size}}', image));
    const mebibytes = (bytes(IMAGE) - bytes(NODE_IMAGE)) / 1024 ** 2;
    process.stderr.write(`The image is ${mebibytes.toFixed(0)} MiB over its base.\n`);
    expect(mebibytes).toBeLessThanOrEqual(MOST_MIB_OVER_BASE);
  });

  test('runs as a user that is a number and not root, and can write nothing of its own', () => {
    expect(command('image', 'inspect', '--format', '{{.Config.User}}', IMAGE)).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    const { stdout } = runImage(
      '--entrypoint',
      'sh',
      IMAGE,
      '-c',
      'id -u; touch /app/package.json || echo refused',
    );
    expect(stdout).toBe('1000\nrefused\n');
    // Nor without --read-only: only the volume is this user's.
    const writable = command(
      'run',
      '--rm',
      ...(engine?.runOptions ?? []),
      '--entrypoint',
      'find',
      IMAGE,
      '/app',
      '-xdev',
      '-writable',
      '-not',
      '-type',
      'l',
    );
    expect(writable.split('\n').filter((path) => path !== '/app/.data')).toEqual([]);
  });

  test('holds no secret, neither in a file nor in its settings', () => {
    const { stdout } = runImage(
      '--entrypoint',
      'grep',
      IMAGE,
      '--recursive',
      '--files-with-matches',
      SECRET,
      '/app',
    );
    expect(stdout).toBe('');
    expect(command('image', 'inspect', IMAGE)).not.toMatch(/IGDB_|SECRET|TOKEN|PASSWORD/i);
    expect(command('history', '--no-trunc', IMAGE)).not.toContain(SECRET);
  });

  test('ingests a hundred games, and the next hundred where the data is kept', () => {
    const kept = ['--volume', `${volume('ingest')}:/app/.data`];
    const ingest = () => {
      const { stdout, stderr, status } = runImage(...kept, IMAGE, 'ingest', '--smart', '--limit', '100');
      expect([status, stderr]).toEqual([0, expect.stringContaining('ingest is through')]);
      return JSON.parse(stdout) as { inserted: number; remaining: number };
    };
    const first = ingest();
    expect(first.inserted).toBe(100);
    expect(ingest()).toMatchObject({ inserted: 100, remaining: first.remaining - 100 });
    // Without a volume of its own as well, as somebody types it first.
    expect(runImage(IMAGE, 'ingest', '--smart', '--limit', '100')).toMatchObject({ status: 0 });
  });

  test('says what to do where it is told nothing', () => {
    expect(runImage(IMAGE)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('set FUNCTION_TARGET') as string,
    });
  });

  test('a stage says its name and version without a cloud', async () => {
    const name = startImage(
      'stage',
      '--publish',
      '127.0.0.1::8080',
      '--env',
      'FUNCTION_TARGET=similarity',
      IMAGE,
    );
    expect(await jsonOf(`${addressOf(name, 8080)}/`, name)).toEqual({
      stage: 'similarity',
      version: VERSION,
    });
    command('stop', '--time', '30', name);
    expect(exitCodeOf(name)).toBe(0);
  });

  test(
    'killed in the middle, it starts again with what it had, and serves site and API; the function answers the same',
    { timeout: 400_000 },
    async () => {
      const data = volume('site');
      const name = startImage(
        'site',
        '--volume',
        `${data}:/app/.data`,
        '--publish',
        '127.0.0.1::5000',
        IMAGE,
        'start',
      );
      while (!logsOf(name).includes('"similarity: ')) await wait(100);
      command('kill', name);
      expect(exitCodeOf(name)).toBe(137);

      // The same container, which knows by its own name that the run before is dead; another would wait for the lease to expire.
      command('start', name);
      const site = addressOf(name, 5000);
      expect(await jsonOf(`${site}/api/health`, name)).toMatchObject({ status: 'ok' });
      expect(await (await fetch(`${site}/about`)).text()).toContain('<title>');
      const { results } = (await jsonOf(`${site}/api/search?q=hollow+knight`, name)) as SearchAnswer;
      const like = `/api/recommend?like=${results[0]?.game.id ?? ''}`;
      const fromFolder = (await jsonOf(site + like, name)) as RecommendAnswer;
      expect(fromFolder.results).toHaveLength(10);
      command('stop', '--time', '30', name);
      expect(exitCodeOf(name)).toBe(143);

      const fromBucket = await overEmulator(data, like);
      expect(fromBucket).toEqual([fromFolder, fromFolder]);
    },
  );

  /** What recommend answers over the storage emulator, and once more after it was killed and started again. */
  async function overEmulator(data: string, path: string): Promise<unknown[]> {
    const port = '4443';
    const storage = nameOf('storage');
    names.push(storage);
    // One network for both, whose loopback nobody else reaches; what the data folder's bucket holds is a bucket here.
    command(
      ...[
        'run',
        '--detach',
        '--name',
        storage,
        ...(engine?.runOptions ?? []),
        '--publish',
        '127.0.0.1::8080',
      ],
      ...[
        '--volume',
        `${program}:/fake-gcs-server:ro`,
        '--volume',
        `${data}:/volume:ro`,
        '--tmpfs',
        '/storage',
      ],
      ...['--entrypoint', 'sh', '--user', '0:0', IMAGE, '-c'],
      `mkdir /storage/seed && cp -r /volume/bundled/bucket /storage/seed/releases && exec /fake-gcs-server -scheme http -host 127.0.0.1 -port ${port} -backend memory -data /storage/seed -log-level error`,
    );
    const recommend = startImage(
      'recommend',
      ...['--network', `container:${storage}`],
      ...Object.entries({
        FUNCTION_TARGET: 'recommend',
        GOOGLE_CLOUD_PROJECT: 'test',
        PLAYKIN_LOCATION: 'EU',
        PLAYKIN_BUCKET: 'releases',
        PLAYKIN_STORAGE_ENDPOINT: `http://127.0.0.1:${port}`,
      }).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
      IMAGE,
    );
    const url = addressOf(storage, 8080) + path;
    const before = await jsonOf(url, recommend);
    command('kill', recommend);
    await expect(fetch(url)).rejects.toThrow();
    command('start', recommend);
    return [before, await jsonOf(url, recommend)];
  }
});
