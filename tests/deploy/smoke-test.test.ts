/** The script that each deploy asks its candidates with, on functions that work and on such that do not. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { HttpFunction } from '@google-cloud/functions-framework';
import { createRecommendHandler } from '@playkin/functions/src/recommend/handler.ts';
import { REPOSITORY } from '@playkin/functions/src/repository.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishGames } from '../support/make-release.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { SAMPLE_GAMES } from '../support/sample-games.ts';
import { type Served, serve } from '../support/serve-function.ts';
import { patient } from '../support/patient.ts';

const TOKEN = 'the-token';
const STATUS_WITHOUT_TOKEN = 403;

const answering =
  (status: number, body: object | string): HttpFunction =>
  (_req, res) => {
    res.status(status).send(body);
  };
const stage =
  (name: string, statusForStrangers: number): HttpFunction =>
  (req, res) => {
    const isKnown = req.headers.authorization === `Bearer ${TOKEN}`;
    res.status(isKnown ? 200 : statusForStrangers).json({ stage: name, version: '1a2b3c4' });
  };

async function handlers(): Promise<Record<string, HttpFunction>> {
  const full = memoryStorage();
  await publishGames(full, '20260101T000000Z', SAMPLE_GAMES);
  const over = (storage: typeof full) =>
    createRecommendHandler({
      storage,
      version: '1a2b3c4',
      clock: Date.now,
      log: () => undefined,
      recheckMs: 60_000,
      sleep: patient,
    });
  const recommend = over(full);
  return {
    recommend,
    unpublished: over(memoryStorage()),
    // What a service runs before its first deploy.
    greeting: answering(200, 'Hello'),
    missing: answering(404, 'Not Found'),
    site: (req, res) => {
      if (req.path.startsWith('/api/')) void recommend(req, res);
      else res.send('<title>Playkin</title>');
    },
    blank: (req, res) => {
      if (req.path.startsWith('/api/')) void recommend(req, res);
      else res.send('');
    },
    ingest: stage('ingest', STATUS_WITHOUT_TOKEN),
    open: stage('ingest', 200),
    refusing: answering(401, {}),
  };
}

const served: Record<string, Served> = {};
beforeAll(async () => {
  for (const [name, handler] of Object.entries(await handlers())) served[name] = await serve(handler);
});
afterAll(async () => {
  for (const each of Object.values(served)) await each.close();
});

async function smokeTest(args: readonly string[], env: Record<string, string> = {}) {
  const urls = args.map((arg) => (arg.startsWith('at:') ? (served[arg.slice(3)]?.origin ?? arg) : arg));
  const child = spawn(join(REPOSITORY, 'functions/deploy/smoke-test.sh'), urls, {
    env: { PATH: process.env['PATH'], TOKEN, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  }
  const [status] = (await once(child, 'close')) as [number];
  return { status, said };
}

test.each([
  [['recommend', 'at:recommend'], {}, 'recommend answers.'],
  [['recommend', 'at:unpublished'], { RELEASE: 'none' }, 'recommend answers.'],
  [['release', 'at:recommend'], {}, 'yes'],
  [['release', 'at:greeting'], {}, 'none'],
  [['site', 'at:site'], {}, 'answers.'],
  [['stage', 'ingest', 'at:ingest'], {}, 'ingest is version 1a2b3c4.'],
  [['webhook', 'at:refusing'], {}, 'webhook refuses strangers.'],
])('%j with %j finds that it works', async (args, env, says) => {
  expect(await smokeTest(args, env)).toEqual({ status: 0, said: expect.stringContaining(says) as string });
});

test.each([
  [['recommend', 'at:missing'], {}, 'finds no game'],
  [['recommend', 'at:greeting'], {}, 'finds no game'],
  // A release that the version before could read, and this one cannot.
  [['recommend', 'at:unpublished'], { RELEASE: 'yes' }, 'finds no game'],
  [['recommend', 'at:greeting'], { RELEASE: 'none' }, 'expected 404, found 200'],
  [['site', 'at:blank'], {}, 'shows no page'],
  [['stage', 'ingest', 'at:open'], {}, 'asked by a stranger: expected 403, found 200'],
  [['stage', 'publish', 'at:ingest'], {}, 'expected publish, found ingest'],
  [['stage', 'ingest', 'at:ingest'], { TOKEN: 'another' }, 'does not answer its deployer'],
  [['webhook', 'at:greeting'], {}, 'called without its secret: expected 401, found 200'],
  [['nothing', 'at:greeting'], {}, 'there is no test of nothing'],
])('%j with %j finds that it does not', async (args, env, says) => {
  const { status, said } = await smokeTest(args, env);
  expect([status, said]).toEqual([1, expect.stringContaining(says)]);
  expect(said).toContain('::error::Smoke test: ');
});
