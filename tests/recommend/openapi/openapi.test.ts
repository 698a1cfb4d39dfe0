import { createRecommendHandler } from '@playkin/functions/src/recommend/handler.ts';
import type { QualityAnswer, LookupAnswer } from '@playkin/shared/api.ts';
import { ENDPOINTS } from '@playkin/shared/parameter-kinds.ts';
import { namesIn } from '@playkin/shared/parameters.ts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishGames } from '../../support/make-release.ts';
import { memoryStorage } from '../../support/memory-storage.ts';
import { SAMPLE_GAMES } from '../../support/sample-games.ts';
import { type Served, serve } from '../../support/serve-function.ts';
import { patient } from '../../support/patient.ts';

interface Parameter {
  name: string;
  in: string;
}
interface Document {
  openapi: string;
  paths: Record<
    string,
    {
      get: {
        operationId: string;
        parameters: Parameter[];
        responses: Record<string, { content?: Record<string, { schema: { $ref?: string } }> }>;
      };
    }
  >;
  components: { schemas: Record<string, object> };
}

const storage = memoryStorage();
const ORIGIN = 'https://playkin.example';
let served: Served;
let document: Document;

beforeAll(async () => {
  await publishGames(storage, 'r0', SAMPLE_GAMES.slice(0, 3));
  await publishGames(storage, 'r1', SAMPLE_GAMES);
  const log = () => undefined;
  served = await serve(
    createRecommendHandler({
      storage,
      clock: () => 0,
      log,
      version: 'v1',
      recheckMs: 60_000,
      sleep: patient,
      origins: [ORIGIN],
    }),
  );
  document = (await (await fetch(`${served.origin}/api/openapi.json`)).json()) as Document;
});
afterAll(() => served.close());

const get = (path: string, init?: RequestInit) => fetch(served.origin + path, init);

test('the document has every endpoint with the parameters that it takes', () => {
  expect(document.openapi).toMatch(/^3\.1\./);
  const found = Object.values(document.paths).map(({ get: { operationId, parameters } }) => [
    operationId,
    parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
  ]);
  expect(found).toEqual(ENDPOINTS.map((endpoint) => [endpoint, namesIn(endpoint)]));
});

describe('answers are what the document says', () => {
  test.each([
    ['/api/recommend?like=10', 200],
    ['/api/recommend?like=10:2,12&unlike=13&more=platform&lang=ja', 200],
    ['/api/recommend?like=11&genre=platform&platform=linux&from=2030', 200],
    ['/api/recommend?like=10&fields=name', 200],
    ['/api/recommend?like=501', 200],
    ['/api/recommend?more=platform&limit=1', 200],
    ['/api/recommend?genre=platform', 200],
    ['/api/recommend?like=10&direction=reverse', 200],
    ['/api/recommend?like=nobody', 404],
    ['/api/recommend?like=10&cursor=r0.10', 410],
    ['/api/recommend?limit=x', 400],
    ['/api/search?q=pocket', 200],
    ['/api/search?q=hollow&fields=slug', 200],
    ['/api/lookup?titles=hollow+knight', 200],
    ['/api/filters', 200],
    ['/api/filters?like=10&platform=linux', 200],
    ['/api/traits?like=10', 200],
    ['/api/games/10', 200],
    ['/api/games/5', 200],
    ['/api/quality', 200],
    ['/api/health', 200],
    [`/api/search?q=${'a'.repeat(12_000)}`, 414],
  ])('%s', async (path, status) => {
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema({ $id: 'document', components: document.components });
    const response = await get(path);
    expect(response.status).toBe(status);
    const [pathname = ''] = path.split('?');
    const operation = document.paths[pathname.replace(/^\/api\/games\/.*/, '/api/games/{game}')]?.get;
    const content = operation?.responses[String(status)]?.content ?? {};
    const [schema] = Object.values(content).map((one) => one.schema.$ref);
    const validate = ajv.getSchema(`document${schema ?? '#/none'}`);
    validate?.(await response.json());
    expect([schema === undefined, validate?.errors]).toEqual([false, null]);
  });
});

test('the answer of a schema with one property more, or one less, is none', async () => {
  const ajv = new Ajv2020({ strict: false });
  ajv.addSchema({ $id: 'document', components: document.components });
  const validate = ajv.getSchema('document#/components/schemas/HealthAnswer');
  const answer = (await (await get('/api/health')).json()) as object;
  expect(validate?.(answer)).toBe(true);
  expect(validate?.({ ...answer, more: 1 })).toBe(false);
  expect(validate?.({ ...answer, version: undefined })).toBe(false);
});

test('pasted titles are looked up in their order', async () => {
  const titles = ['  Hollow Knight ', '', 'zzzz qqqq', 'pocket monsters red'].join('\r\n');
  const { results } = (await (
    await get(`/api/lookup?titles=${encodeURIComponent(titles)}`)
  ).json()) as LookupAnswer;
  expect(results.map(({ title, game }) => [title, game?.id])).toEqual([
    ['Hollow Knight', 10],
    ['zzzz qqqq', undefined],
    ['pocket monsters red', 13],
  ]);
  const many = Array.from({ length: 201 }, (_, i) => `t${String(i)}`).join('%0A');
  for (const [query, detail] of [
    ['', 'titles: expected 1 to 200 lines of at most 200 characters, found none.'],
    [`?titles=${many}`, 'titles: expected 1 to 200 lines of at most 200 characters, found 201 lines.'],
    [
      `?titles=${'a'.repeat(201)}`,
      'titles: expected 1 to 200 lines of at most 200 characters, found a line of 201.',
    ],
  ] as const) {
    const response = await get(`/api/lookup${query}`);
    expect([response.status, ((await response.json()) as { detail: string }).detail]).toEqual([400, detail]);
  }
});

test('quality tells of every release that is kept, the newest first', async () => {
  const { runs } = (await (await get('/api/quality')).json()) as QualityAnswer;
  expect(runs.map(({ release, runId, games }) => [release, runId, games])).toEqual([
    ['r1', 'test-run', SAMPLE_GAMES.length],
    ['r0', 'test-run', 3],
  ]);
});

test('pages of the site’s other addresses may ask, others may not', async () => {
  const own = await get('/api/search', { headers: { origin: ORIGIN } });
  expect(own.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  expect(own.headers.get('vary')).toBe('Origin');
  const other = await get('/api/search', { headers: { origin: 'https://elsewhere.example' } });
  expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([200, null]);
  const preflight = await get('/api/search', {
    method: 'OPTIONS',
    headers: { origin: ORIGIN, 'access-control-request-method': 'GET' },
  });
  expect([preflight.status, await preflight.text(), preflight.headers.get('allow')]).toEqual([
    204,
    '',
    'GET, HEAD, OPTIONS',
  ]);
  expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, HEAD');
  expect((await get('/api/nothing', { method: 'OPTIONS' })).status).toBe(404);
});

test('whoever has any answer is told so where there is one', async () => {
  const any = { headers: { 'if-none-match': '*' } };
  expect((await get('/api/games/10', any)).status).toBe(304);
  expect((await get('/api/games/nobody', any)).status).toBe(404);
  expect((await get('/api/health', any)).status).toBe(200);
});

test('headers that are too long are refused before they come to be read', async () => {
  expect((await get(`/api/search?q=${'a'.repeat(20_000)}`)).status).toBe(431);
});
