/** deploy.yml, run as it stands by act, with the real gcloud, firebase-tools and podman, against a stand-in for production. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY } from '@playkin/functions/src/repository.ts';
import { createRecommendHandler } from '@playkin/functions/src/recommend/handler.ts';
import { createStageHandler } from '@playkin/functions/src/runs/stage-handler.ts';
import type { HttpFunction } from '@google-cloud/functions-framework';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { publishGames } from '../support/make-release.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { SAMPLE_GAMES } from '../support/sample-games.ts';
import { type Served, serve } from '../support/serve-function.ts';
import { containerStorage } from './container-engine.ts';
import { fetchTool } from './fetched-tools.ts';
import { type Production, startProduction } from './production-stand-in.ts';
import { type Registry, startRegistry } from './registry-stand-in.ts';
import { findTool } from './tools.ts';
import { patient } from '../support/patient.ts';

const TESTS = 'the deploy workflow, run by act';
const act = fetchTool('act', TESTS);
const present = ['gcloud', 'podman', 'jq', 'curl', 'openssl'].map((name) => findTool(name, TESTS));

const PROJECT = 'playkin-test';
const SITE_HOST = `${PROJECT}.web.app`;
const FUNCTIONS = ['ingest', 'similarity', 'publish', 'recommend', 'webhook'];
const OLD = `sha256:${'0'.repeat(64)}`;
const OLD_SERVES = {
  ingest: 'ingest-00001-old',
  similarity: 'similarity-00001-old',
  publish: 'publish-00001-old',
  recommend: 'recommend-00001-old',
  webhook: 'webhook-00001-old',
};

/** Of the actions that the workflow uses, what its jobs see of them. */
const ACTIONS: Record<string, string[]> = {
  'actions/checkout': [],
  'google-github-actions/auth': ['echo "CLOUDSDK_AUTH_ACCESS_TOKEN_FILE=$STAND_IN/token" >> "$GITHUB_ENV"'],
  'actions/download-artifact': ['cp "$STAND_IN/image.tar" "$RUNNER_TEMP/image.tar"'],
};

describe.skipIf(act === undefined || present.includes(undefined))('the deploy workflow', () => {
  let folder: string;
  let registry: Registry;
  let production: Production;
  let functions: Record<string, Served>;
  /** Where recommend has no answers: by which name it was asked, of which image. */
  let broken: ((host: string, image: string) => boolean) | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'playkin-deploy-'));
    await writeFile(join(folder, 'token'), 'access');
    makeCertificate(folder);
    await makeImage(folder);
    await makeActions(folder);
    functions = await serveFunctions();
    registry = await startRegistry();
    await writeFile(
      join(folder, 'registries.conf'),
      `[[registry]]\nlocation = "${registry.host}"\ninsecure = true\n`,
    );
  });
  beforeEach(async () => {
    broken = undefined;
    production = await startProduction({
      project: PROJECT,
      siteHost: SITE_HOST,
      services: FUNCTIONS,
      open: ['recommend', 'webhook'],
      image: `image@${OLD}`,
      key: join(folder, 'key.pem'),
      certificate: join(folder, 'certificate.pem'),
      answer: ({ name, image }, req, res) => {
        if (name === 'recommend' && broken?.(req.headers.host ?? '', image) === true) {
          res.writeHead(404);
          res.end();
          return;
        }
        const url = new URL(req.url ?? '', functions[name]?.origin);
        void fetch(url, { method: req.method ?? 'GET' }).then(async (answer) => {
          res.writeHead(answer.status, { 'content-type': 'application/json' });
          res.end(await answer.text());
        });
      },
    });
    return () => production.close();
  });
  afterAll(async () => {
    await registry.close();
    for (const served of Object.values(functions)) await served.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs the workflow. @returns how it ended and what it said */
  async function deploy(inputs: Record<string, string> = {}): Promise<{ status: number; said: string }> {
    const workspace = join(folder, 'workspace');
    await rm(workspace, { recursive: true, force: true });
    await mkdir(workspace, { recursive: true });
    execFileSync('cp', [
      '-r',
      ...['.github', 'functions/deploy/smoke-test.sh', 'firebase.json'].map((path) => join(REPOSITORY, path)),
      workspace,
    ]);
    await mkdir(join(workspace, 'functions', 'deploy'), { recursive: true });
    execFileSync('mv', [join(workspace, 'smoke-test.sh'), join(workspace, 'functions', 'deploy')]);
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], {
        cwd: workspace,
        stdio: 'ignore',
      });
    git('init', '--initial-branch', 'main');
    git('remote', 'add', 'origin', 'https://github.com/example/playkin');
    git('add', '.');
    git('commit', '--message', 'All');
    const event = join(folder, 'event.json');
    await writeFile(event, JSON.stringify({ inputs, ref: 'refs/heads/main' }));
    const workflow = await readFile(join(workspace, '.github/workflows/deploy.yml'), 'utf8');
    const api = `http://127.0.0.1:${production.apiPort}`;
    const home = join(folder, 'home');
    await mkdir(home, { recursive: true });
    await writeFile(
      join(home, '.curlrc'),
      `connect-to = "::127.0.0.1:${production.securePort}"\ncacert = "${join(folder, 'certificate.pem')}"\n`,
    );
    const env = {
      HOME: home,
      STAND_IN: folder,
      ...containerStorage(join(folder, 'containers')),
      CONTAINERS_REGISTRIES_CONF: join(folder, 'registries.conf'),
      REGISTRY_AUTH_FILE: join(folder, 'auth.json'),
      CLOUDSDK_CONFIG: join(home, 'gcloud'),
      CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: 'true',
      // gcloud puts the region before the host’s name, so that this has to be a name, which only the proxy knows.
      CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN: 'http://run.test/',
      CLOUDSDK_API_ENDPOINT_OVERRIDES_SERVICEUSAGE: 'http://serviceusage.test/',
      CLOUDSDK_PROXY_TYPE: 'http_no_tunnel',
      CLOUDSDK_PROXY_ADDRESS: '127.0.0.1',
      CLOUDSDK_PROXY_PORT: `${production.apiPort}`,
      FIREBASE_TOKEN: 'refresh',
      FIREBASE_TOKEN_URL: api,
      FIREBASE_HOSTING_API_URL: api,
      FIREBASE_API_URL: api,
      FIREBASE_RESOURCEMANAGER_URL: api,
      FIREBASE_SERVICE_USAGE_URL: api,
      CLOUD_RUN_URL: api,
      CLOUD_RUN_API_URL: api,
      // The packages that npx fetches are kept from run to run.
      npm_config_cache: execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).trim(),
    };
    const variables = {
      GCP_PROJECT_ID: PROJECT,
      GCP_REGION: 'europe-west1',
      GCP_DEPLOYER: `playkin-deployer@${PROJECT}.iam.gserviceaccount.com`,
      GCP_IMAGE: `${registry.host}/playkin/igdb-pipeline`,
      GCP_WORKLOAD_IDENTITY_PROVIDER:
        'projects/1/locations/global/workloadIdentityPools/github/providers/actions',
      SITE_HOST,
    };
    const stubs = [...workflow.matchAll(/uses: ([\w-]+\/[\w-]+)@([0-9a-f]{40})/g)].map(
      ([, name = '', commit = '']) => `https://github.com/${name}@${commit}=${join(folder, 'actions', name)}`,
    );
    const args = [
      ...['workflow_dispatch', '--workflows', '.github/workflows/deploy.yml', '--eventpath', event],
      ...['--platform', 'ubuntu-24.04=-self-hosted', '--action-offline-mode'],
      ...stubs.flatMap((stub) => ['--local-repository', stub]),
      ...Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
      ...Object.entries(variables).flatMap(([key, value]) => ['--var', `${key}=${value}`]),
    ];
    const child = spawn(act ?? 'act', args, {
      cwd: workspace,
      env: { ...process.env, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: join(folder, 'cache') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [status] = (await once(child, 'close')) as [number];
    return { status, said };
  }

  /** Which revision each function's traffic goes to. */
  const serving = () =>
    Object.fromEntries(
      [...production.services].map(([name, { traffic }]) => [
        name,
        traffic
          .filter(({ percent = 0 }) => percent > 0)
          .map(({ revisionName, percent }) => `${revisionName}=${percent}`)
          .join(),
      ]),
    );
  const images = () => new Set([...production.services.values()].map(({ image }) => image));
  const siteNow = () => production.versions.get(production.channels.get('live') ?? '');

  test(
    'pushes the image, tries it without traffic, then gives it traffic and the site that is in it',
    { timeout: 600_000 },
    async () => {
      const { status, said } = await deploy();
      expect([status, status === 0 ? '' : said]).toEqual([0, '']);
      const digest = registry.pushed.at(-1) ?? '';
      expect(images()).toEqual(new Set([`${registry.host}/playkin/igdb-pipeline@${digest}`]));
      for (const [name, revision] of Object.entries(serving()))
        expect(revision).toMatch(new RegExp(`^${name}-(?!00001-old).*=100$`));
      expect(production.channels.get('live')).toBe(production.channels.get('candidate'));
      expect([...(siteNow()?.keys() ?? [])]).toEqual(['/index.html']);
      expect(said).toContain('ingest is version 1a2b3c4.');
    },
  );

  test('a candidate that fails its smoke test gets no traffic', { timeout: 600_000 }, async () => {
    broken = (_host, image) => !image.endsWith(OLD);
    const { status, said } = await deploy();
    expect([status, said]).toEqual([1, expect.stringContaining('Smoke test: ')]);
    expect(serving()).toEqual(
      Object.fromEntries(Object.entries(OLD_SERVES).map(([name, revision]) => [name, `${revision}=100`])),
    );
    expect(production.channels.get('live')).toBe('first');
  });

  test(
    'where the site does not work, functions and site go back to what was before',
    { timeout: 600_000 },
    async () => {
      broken = (host) => host === SITE_HOST;
      const { status, said } = await deploy();
      expect([status, said]).toEqual([1, expect.stringContaining('Smoke test: ')]);
      // It had been live.
      expect(production.changes.filter((change) => change.includes('/channels/live/releases'))).toHaveLength(
        2,
      );
      expect(serving()).toEqual(
        Object.fromEntries(Object.entries(OLD_SERVES).map(([name, revision]) => [name, `${revision}=100`])),
      );
      expect(production.channels.get('live')).toBe('first');
    },
  );

  test(
    'an image named by its digest is deployed without building or pushing: a rollback',
    { timeout: 600_000 },
    async () => {
      const digest = registry.pushed.at(-1) ?? '';
      const before = registry.pushed.length;
      const { status, said } = await deploy({ digest });
      expect([status, status === 0 ? '' : said]).toEqual([0, '']);
      expect(registry.pushed).toHaveLength(before);
      expect(images()).toEqual(new Set([`${registry.host}/playkin/igdb-pipeline@${digest}`]));
    },
  );
});

async function serveFunctions(): Promise<Record<string, Served>> {
  const storage = memoryStorage();
  await publishGames(storage, '20260101T000000Z', SAMPLE_GAMES);
  const log = () => undefined;
  const refuse: HttpFunction = (_req, res) => {
    res.status(401).json({});
  };
  const handlers: Record<string, HttpFunction> = {
    recommend: createRecommendHandler({
      storage,
      version: '1a2b3c4',
      clock: Date.now,
      log,
      recheckMs: 60_000,
      sleep: patient,
    }),
    webhook: refuse,
  };
  for (const stage of ['ingest', 'similarity', 'publish'] as const) {
    const start = (): never => {
      throw new Error('A smoke test must start no work.');
    };
    const work = {
      open: start,
      prepare: start,
      settings: start,
      newRunId: start,
      begin: start,
      sleep: start,
    };
    handlers[stage] = createStageHandler({ stage, version: '1a2b3c4', clock: Date.now, log, ...work });
  }
  const served: Record<string, Served> = {};
  for (const [name, handler] of Object.entries(handlers)) served[name] = await serve(handler);
  return served;
}

function makeCertificate(folder: string): void {
  const names = ['*.a.run.app', '*.web.app', '*.googleapis.com'].map((name) => `DNS:${name}`).join();
  const args = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=production -addext subjectAltName=${names}`;
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')];
  execFileSync('openssl', [...args.split(' '), ...files], { stdio: 'ignore' });
}

/** What the workflow takes out of the image, and nothing else: building the whole is another test. */
async function makeImage(folder: string): Promise<void> {
  const app = join(folder, 'app');
  await mkdir(join(app, 'web', 'dist'), { recursive: true });
  await writeFile(join(app, 'web', 'dist', 'index.html'), '<title>The new site</title>');
  execFileSync('cp', [join(REPOSITORY, 'firebase.json'), app]);
  await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY app /app\nENTRYPOINT ["/app/none"]\n');
  const options = {
    cwd: folder,
    env: { ...process.env, BUILDAH_ISOLATION: 'chroot', ...containerStorage(join(folder, 'containers')) },
    stdio: 'ignore' as const,
  };
  execFileSync('podman', ['build', '--tag', 'playkin-test-deploy', '.'], options);
  execFileSync('podman', ['tag', 'playkin-test-deploy', 'localhost/igdb-pipeline'], options);
  execFileSync('podman', ['save', '--output', join(folder, 'image.tar'), 'localhost/igdb-pipeline'], options);
}

async function makeActions(folder: string): Promise<void> {
  for (const [name, commands] of Object.entries(ACTIONS)) {
    const steps = ['true', ...commands].map((run) => ({ run, shell: 'bash' }));
    await mkdir(join(folder, 'actions', name), { recursive: true });
    // JSON is YAML too.
    await writeFile(
      join(folder, 'actions', name, 'action.yml'),
      JSON.stringify({ name, runs: { using: 'composite', steps } }),
    );
  }
}
