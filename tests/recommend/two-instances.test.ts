import { createRecommendHandler } from '@playkin/functions/src/recommend/handler.ts';
import type { Problem, RecommendAnswer } from '@playkin/shared/api.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishGames } from '../support/make-release.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { patient } from '../support/patient.ts';
import { SAMPLE_GAMES } from '../support/sample-games.ts';
import { type Served, serve } from '../support/serve-function.ts';

/** Two instances of one site: the one has seen the new release, the other has not. */
const instances: Served[] = [];
beforeAll(async () => {
  for (const release of ['r1', 'r2']) {
    const storage = memoryStorage();
    await publishGames(storage, release, SAMPLE_GAMES);
    const log = () => undefined;
    const options = { storage, clock: () => 0, sleep: patient, log, version: 'v1', recheckMs: 60_000 };
    instances.push(await serve(createRecommendHandler(options)));
  }
});
afterAll(() => Promise.all(instances.map(({ close }) => close())));

const ask = (instance: number, path: string, headers: Record<string, string> = {}) =>
  fetch((instances[instance]?.origin ?? '') + path, { headers });

test('every answer is of one release, which its header and its body name', async () => {
  for (const path of ['/api/recommend?like=10', '/api/search?q=a', '/api/games/10', '/api/filters']) {
    for (const [instance, release] of ['r1', 'r2'].entries()) {
      const response = await ask(instance, path);
      const body = (await response.json()) as { release: string };
      expect([response.headers.get('x-playkin-release'), body.release]).toEqual([release, release]);
    }
  }
});

test('what one instance answered is not taken for the answer of the other', async () => {
  const etag = (await ask(0, '/api/recommend?like=10')).headers.get('etag') ?? '';
  expect((await ask(0, '/api/recommend?like=10', { 'if-none-match': etag })).status).toBe(304);
  expect((await ask(1, '/api/recommend?like=10', { 'if-none-match': etag })).status).toBe(200);
});

test('a list begun on one release is not gone on with on another', async () => {
  const { next = '' } = (await (await ask(0, '/api/recommend?like=10&limit=1')).json()) as RecommendAnswer;
  expect(next).toContain('r1');
  expect((await ask(0, `/api/recommend?like=10&limit=1&cursor=${next}`)).status).toBe(200);
  const other = await ask(1, `/api/recommend?like=10&limit=1&cursor=${next}`);
  expect(other.status).toBe(410);
  expect(((await other.json()) as Problem).detail).toContain('now there is r2');
});
