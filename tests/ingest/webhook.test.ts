import { afterEach, expect, test } from 'vitest';
import type { LogEntry } from '@playkin/functions/src/log.ts';
import type { Storage } from '@playkin/functions/src/storage.ts';
import { createWebhookHandler } from '@playkin/functions/src/ingest/webhook.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { serve, type Served } from '../support/serve-function.ts';

const SECRET = 's3cret-of-the-test';
const NOW = Date.parse('2026-01-02T03:04:05.678Z');
const JSON_TYPE = 'application/json';

const servers: Served[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function setUp(options: { secret?: string | undefined; storage?: Storage } = {}) {
  const storage = memoryStorage();
  const logged: LogEntry[] = [];
  const log = (entry: LogEntry) => logged.push(entry);
  const served = await serve(
    createWebhookHandler({ storage, clock: () => NOW, secret: SECRET, log, ...options }),
  );
  servers.push(served);
  const send = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => {
    const response = await fetch(served.origin, {
      method: 'POST',
      headers: { 'content-type': JSON_TYPE, 'x-secret': SECRET, ...headers },
      body,
    });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    };
  };
  return { origin: served.origin, logged, send, recorded: () => [...storage.objects.keys()] };
}

test.each([
  ['a game', '{"id":1942,"name":"The Witcher","genres":[12]}', JSON_TYPE],
  ['a deletion, as IGDB’s documentation has it', '{"id":"1942"}', JSON_TYPE],
  ['a form', 'id=1942&name=The+Witcher', 'application/x-www-form-urlencoded'],
  ['JSON called text', '{"id":1942}', 'text/plain'],
  ['JSON of no type', '{"id":1942}', 'application/octet-stream'],
])('records the id alone of %s', async (_, body, type) => {
  const { send, recorded } = await setUp();
  expect(await send(body, { 'content-type': type })).toMatchObject({ status: 200, text: '{"id":1942}' });
  expect(recorded()).toEqual(['webhooks/games/date=2026-01-02/20260102T030405678Z-1942']);
});

test('a call that comes twice is taken twice and recorded once', async () => {
  const { send, recorded } = await setUp();
  expect([(await send('{"id":7}')).status, (await send('{"id":7}')).status]).toEqual([200, 200]);
  expect(recorded()).toHaveLength(1);
});

test.each(['', 'wrong', SECRET.slice(0, -1), `${SECRET}!`, SECRET.toUpperCase()])(
  'refuses the secret %j and records nothing',
  async (secret) => {
    const { send, recorded, logged } = await setUp();
    const answer = await send('{"id":1942}', { 'x-secret': secret });
    expect(answer).toMatchObject({ status: 401, type: expect.stringContaining('problem+json') as string });
    expect(recorded()).toEqual([]);
    expect(JSON.stringify([answer, logged])).not.toContain(SECRET);
  },
);

test('refuses a call without a secret', async () => {
  const { origin, recorded } = await setUp();
  expect((await fetch(origin, { method: 'POST', body: '{"id":1942}' })).status).toBe(401);
  expect(recorded()).toEqual([]);
});

test.each([
  '{}',
  '[]',
  'null',
  '{"id":0}',
  '{"id":-5}',
  '{"id":1.5}',
  '{"id":9007199254740993}',
  '{"id":"99999999999999999999"}',
  '{"id":"12/../../latest.json"}',
  '{"id":["7"]}',
  '{"id":',
])('refuses %j, which holds no id of a game', async (body) => {
  const { send, recorded } = await setUp();
  for (const type of [JSON_TYPE, 'text/plain']) {
    expect((await send(body, { 'content-type': type })).status).toBe(400);
  }
  expect(recorded()).toEqual([]);
});

test('refuses a body over a megabyte, and a stranger’s before it looks at it', async () => {
  const { send, recorded } = await setUp();
  const large = JSON.stringify({ id: 1942, summary: 'x'.repeat(1024 ** 2) });
  expect((await send(large)).status).toBe(413);
  expect((await send(large, { 'x-secret': 'wrong' })).status).toBe(401);
  expect(recorded()).toEqual([]);
});

test.each(['GET', 'PUT', 'DELETE'])('refuses %s', async (method) => {
  const { origin } = await setUp();
  const response = await fetch(origin, { method, headers: { 'x-secret': SECRET } });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
});

test('takes nothing as long as no secret is set, and says so', async () => {
  const { send, recorded, logged } = await setUp({ secret: undefined });
  expect(await send('{"id":1942}', { 'x-secret': '' })).toMatchObject({
    status: 503,
    text: expect.stringContaining('No secret is set') as string,
  });
  expect(recorded()).toEqual([]);
  expect(logged).toMatchObject([{ message: expect.stringContaining('IGDB_WEBHOOK_SECRET') as string }]);
});

test('what cannot be recorded is not taken, and logged without the secret', async () => {
  const storage = { ...memoryStorage(), write: () => Promise.reject(new Error('the bucket is gone')) };
  const { send, logged } = await setUp({ storage });
  expect((await send('{"id":1942}')).status).toBe(503);
  expect(logged).toMatchObject([
    { severity: 'ERROR', message: 'The webhook of game 1942 could not be recorded: the bucket is gone' },
  ]);
  expect(JSON.stringify(logged)).not.toContain(SECRET);
});
