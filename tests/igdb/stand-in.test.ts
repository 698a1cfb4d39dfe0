import fetch from 'node-fetch';
import { afterEach, expect, test } from 'vitest';
import { createIgdbClient } from '@playkin/functions/src/igdb/client.ts';
import { GAME_FIELDS } from '@playkin/functions/src/igdb/fields.ts';
import type { Hook } from '@playkin/functions/src/stand-in/exchange.ts';
import { tooManyRequests } from '@playkin/functions/src/stand-in/reply.ts';
import { textReply } from '@playkin/functions/src/stand-in/reply.ts';
import { startStandIn } from '@playkin/functions/src/stand-in/stand-in.ts';
import { fakeTime } from './fake-time.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((standIn) => standIn.close()));
});

const NOON = Date.parse('2026-01-02T12:00:00Z');

const game = (id: number) => ({
  id,
  name: `Game ${id}`,
  updated_at: 1_700_000_000 + id,
  genres: [{ id: 31, name: 'Adventure' }],
  involved_companies: [{ id, company: { id: 7, name: 'Seven' }, developer: true, publisher: false }],
});

/** A client of a stand-in with `count` games, whose ids have gaps; both live by a clock that only the client's waits move. */
async function clientOf(count: number, requestsPerSecond: number, hooks: readonly Hook[] = []) {
  const records = Array.from({ length: count }, (_, i) => JSON.stringify(game(3 * i + 1)));
  const time = fakeTime(NOON);
  const asked: string[] = [];
  const standIn = await startStandIn({
    records,
    clock: time.clock,
    requestsPerSecond,
    clientSecret: 'secret',
    hooks,
  });
  open.push(standIn);
  const retried: string[] = [];
  const client = (clientSecret: string) =>
    createIgdbClient({
      baseUrl: standIn.baseUrl,
      tokenUrl: standIn.tokenUrl,
      clientId: 'client',
      clientSecret,
      requestsPerSecond,
      requestTimeoutMs: 60_000,
      fetch: (url, init) => {
        asked.push(String(init?.body));
        return fetch(url, init);
      },
      random: () => 0.1,
      onRetry: ({ message }) => retried.push(message),
      ...time,
    });
  return { standIn, client, retried, asked, time };
}

test('a crawl brings every game once, with the names behind its ids', async () => {
  const { client, standIn } = await clientOf(1203, Infinity);
  const records: unknown[] = [];
  for await (const page of client('secret').pages({ afterId: 0, fields: GAME_FIELDS }))
    records.push(...page.records);
  expect(records).toHaveLength(1203);
  expect(records).toMatchObject(Array.from({ length: 1203 }, (_, i) => game(3 * i + 1)));
  expect(standIn.stats).toEqual({ requests: 4, replies: { 200: 4 } });
});

test('a crawl may be for changed games only, after a cursor, up to a limit', async () => {
  const { client } = await clientOf(20, Infinity);
  const ids: number[] = [];
  const options = { afterId: 40, where: 'updated_at > 1700000045', limit: 3, fields: ['id'] };
  for await (const page of client('secret').pages(options))
    ids.push(...page.records.map((r) => (r as { id: number }).id));
  expect(ids).toEqual([46, 49, 52]);
});

test('games are counted', async () => {
  const { client } = await clientOf(20, Infinity);
  expect(await client('secret').count()).toBe(20);
  expect(await client('secret').count('updated_at > 1700000045')).toBe(5);
});

test('requests at the rate allowed all come through', async () => {
  const { client } = await clientOf(1, 40);
  const igdb = client('secret');
  expect(await Promise.all(Array.from({ length: 30 }, () => igdb.count()))).toEqual(
    Array.from({ length: 30 }, () => 1),
  );
});

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const ids = (count: number) => Array.from({ length: count }, (_, i) => 3 * i + 1);
const idsOf = (records: unknown[]) => records.map((record) => (record as { id: number }).id);

const slow =
  (ms: (number: number) => number): Hook =>
  async ({ number }, next) => {
    const reply = await next();
    await sleep(ms(number));
    return reply;
  };

test('the pace is kept however slow the answers are, and no request is refused', async () => {
  let [open, mostOpen] = [0, 0];
  const count: Hook = async (_exchange, next) => {
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    const reply = await next();
    open -= 1;
    return reply;
  };
  const hooks = [count, slow((number) => 90 + ((number * 37) % 70))];
  const { client, standIn, time } = await clientOf(15_000, 40, hooks);
  const igdb = client('secret');
  const received: number[] = [];
  for await (const { records } of igdb.pages({ afterId: 0, fields: ['id'] }))
    received.push(...idsOf(records));
  expect(received).toEqual(ids(15_000));
  expect(standIn.stats.replies).toEqual({ 200: 32 });
  // The next are asked for while answers are awaited, at the full pace all the while.
  expect(mostOpen).toBeGreaterThan(1);
  expect(time.clock() - NOON).toBeLessThan(32 * 25.25);
});

test('a crawl is complete, in order and without doubles whatever goes wrong on the way', async () => {
  const trouble: Hook = async ({ number, tokens, response }, next) => {
    // Seldom enough for no request to meet it four times.
    if (number % 23 === 0) tokens.revokeAll();
    if (number % 5 === 0) return textReply(503, 'busy');
    if (number % 7 === 0) return textReply(200, '[{"id":');
    if (number % 11 === 0) {
      response.destroy();
      return undefined;
    }
    return next();
  };
  const { client, retried } = await clientOf(12_000, Infinity, [
    slow((number) => (number * 13) % 20),
    trouble,
  ]);
  const received: number[] = [];
  for await (const { records } of client('secret').pages({ afterId: 0, fields: ['id'] }))
    received.push(...idsOf(records));
  expect(received).toEqual(ids(12_000));
  expect(retried.length).toBeGreaterThan(5);
});

test('a refusal slows everybody down, and the crawl goes on', async () => {
  const refuse: Hook = ({ number }, next) =>
    number === 4 || number === 5 ? Promise.resolve(tooManyRequests()) : next();
  const { client, standIn } = await clientOf(5000, 100, [refuse]);
  const received: number[] = [];
  for await (const { records } of client('secret').pages({ afterId: 0, fields: ['id'] }))
    received.push(...idsOf(records));
  expect(received).toEqual(ids(5000));
  expect(standIn.stats.replies[429]).toBe(2);
});

test('a reader that leaves ends what was asked ahead, and hears no more of it', async () => {
  const unhandled: unknown[] = [];
  const listen = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', listen);
  const { client, asked } = await clientOf(15_000, 40, [slow(() => 60)]);
  for await (const { lastId } of client('secret').pages({ afterId: 0, fields: ['id'] }))
    if (lastId > 3000) break;
  const requests = asked.length;
  await sleep(200);
  expect(asked.length).toBe(requests);
  expect(unhandled).toEqual([]);
  process.off('unhandledRejection', listen);
});

test('a reader that is slow is waited for', async () => {
  const { client, standIn } = await clientOf(30_000, Infinity);
  for await (const page of client('secret').pages({ afterId: 0, fields: ['id'] })) {
    await sleep(300);
    // The token, the page being read, and twenty ahead; the stream between holds one more.
    expect(standIn.stats.requests).toBeLessThanOrEqual(1 + 1 + 20 + 2);
    if (page.lastId > 0) break;
  }
});

test('the latest change is the latest before tomorrow', async () => {
  const { client } = await clientOf(20, Infinity);
  expect(await client('secret').latestChange()).toBe(new Date(1_700_000_058_000).toISOString());
});

test('a wrong secret is told as such', async () => {
  const { client } = await clientOf(1, Infinity);
  await expect(client('wrong').count()).rejects.toThrow('check IGDB_CLIENT_ID and IGDB_CLIENT_SECRET');
});
