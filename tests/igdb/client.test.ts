import { inspect } from 'node:util';
import fetch from 'node-fetch';
import { afterEach, describe, expect, test } from 'vitest';
import { createIgdbClient, type IgdbClientOptions } from '@playkin/functions/src/igdb/client.ts';
import { IgdbError } from '@playkin/functions/src/igdb/error.ts';
import { MAX_ATTEMPTS } from '@playkin/functions/src/igdb/retry.ts';
import { fakeTime } from './fake-time.ts';
import {
  type Answer,
  cutShort,
  dropped,
  invalidUtf8,
  json,
  neverEnding,
  plain,
  scriptedServer,
} from '../support/scripted-server.ts';

const CLIENT_ID = 'client-id-4711';
const CLIENT_SECRET = 'very/secret+value';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function clientOf(
  script: { token?: Answer[]; api: Answer[] },
  changes: Partial<IgdbClientOptions> = {},
) {
  const server = await scriptedServer(script);
  open.push(server);
  const time = fakeTime();
  const retried: IgdbError[] = [];
  /** Of each request, in order: its time is up when a test says so. */
  const timeouts: AbortController[] = [];
  const client = createIgdbClient({
    baseUrl: `${server.baseUrl}/v4`,
    tokenUrl: server.tokenUrl,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    requestsPerSecond: 4,
    requestTimeoutMs: 150,
    fetch,
    timeoutSignal: () => {
      const timeout = new AbortController();
      timeouts.push(timeout);
      return timeout.signal;
    },
    random: () => 0.5,
    onRetry: (error) => retried.push(error),
    ...time,
    ...changes,
  });
  return { client, server, time, retried, timeouts };
}

type Client = Awaited<ReturnType<typeof clientOf>>['client'];

async function crawl(client: Client, options: Partial<Parameters<Client['pages']>[0]> = {}) {
  const pages = [];
  for await (const page of client.pages({ afterId: 0, fields: ['*'], ...options })) pages.push(page);
  return pages;
}

const failureOf = async (work: Promise<unknown>): Promise<IgdbError> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof IgdbError)) throw new Error(`expected an IgdbError, found ${inspect(error)}`);
  return error;
};

const games = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => ({ id: first + i, name: `Game ${first + i}` }));
const denied = json({ message: 'Authorization Failure. Have you tried:' }, 401);
const token = (text: string, seconds = 5_000_000) => json({ access_token: text, expires_in: seconds });

describe('paging', () => {
  test('goes on after the last id of each page until a page is short', async () => {
    const { client, server } = await clientOf({
      api: [
        json(games(1, 500), 200, { 'x-count': '502' }),
        json([...games(500, 500), ...games(700, 701)], 200, { 'x-count': '3' }),
      ],
    });
    const pages = await crawl(client, { fields: ['*', 'genres.name'] });
    expect(server.queries()).toEqual([
      'fields *,genres.name; where id > 0; sort id asc; limit 500;',
      'fields *,genres.name; where id > 499; sort id asc; limit 500;',
    ]);
    expect(pages.map(({ lastId, remaining, final }) => ({ lastId, remaining, final }))).toEqual([
      { lastId: 500, remaining: 2, final: false },
      { lastId: 701, remaining: 0, final: true },
    ]);
    expect(pages.flatMap(({ records }) => records)).toEqual([...games(1, 500), ...games(700, 701)]);
  });

  test('asks only for what matches, after the cursor, up to the limit', async () => {
    const { client, server } = await clientOf({ api: [json(games(43, 542)), json(games(600, 600))] });
    const pages = await crawl(client, { afterId: 42, where: 'updated_at > 5 | rating > 90', limit: 501 });
    expect(server.queries()).toEqual([
      'fields *; where id > 42 & (updated_at > 5 | rating > 90); sort id asc; limit 500;',
      'fields *; where id > 542 & (updated_at > 5 | rating > 90); sort id asc; limit 1;',
    ]);
    expect(pages.at(-1)).toMatchObject({ final: false, remaining: undefined });
  });

  test('asks once more after a full page that happens to be the last', async () => {
    const { client, server } = await clientOf({ api: [json(games(1, 500)), json([])] });
    expect(await crawl(client)).toHaveLength(1);
    expect(server.queries()).toHaveLength(2);
  });

  test('asks again for a short page when more games are counted: it answers another question', async () => {
    const { client } = await clientOf({
      api: [json(games(90, 90), 200, { 'x-count': '150' }), json(games(1, 150), 200, { 'x-count': '150' })],
    });
    expect((await crawl(client)).flatMap(({ records }) => records)).toHaveLength(150);
  });

  test('keeps records that cannot be stored, and does not go on from them', async () => {
    const odd = [{ name: 'no id' }, null, { id: 9, name: 'Nine' }, { id: 'x' }];
    const { client } = await clientOf({ api: [json(odd)] });
    expect(await crawl(client)).toMatchObject([{ records: odd, lastId: 9 }]);
  });

  test.each([
    ['in disorder', [{ id: 2 }, { id: 1 }], 'game 1 comes after game 2'],
    ['from before the cursor', [{ id: 1 }], 'game 1 comes after game 1'],
    ['that is not a list', { id: 2 }, 'not a list'],
    ['of ids alone', Array.from({ length: 500 }, (_, i) => ({ id: i + 2 })), 'nothing but ids'],
  ])('refuses a page %s', async (_case, page, problem) => {
    const { client } = await clientOf({ api: [json(page)] });
    const error = await failureOf(crawl(client, { afterId: 1 }));
    expect(error.message).toContain(problem);
    expect(error.attempts).toBe(MAX_ATTEMPTS);
  });

  test('takes an empty page for a fault when games are counted', async () => {
    const { client } = await clientOf({ api: [json([], 200, { 'x-count': '7' }), json(games(1, 7))] });
    expect(await crawl(client)).toMatchObject([{ lastId: 7 }]);
  });

  test('fetches the next pages while the first is being stored', async () => {
    const { client, server } = await clientOf({
      api: [json(games(1, 500)), json(games(501, 1000)), json(games(1001, 1002))],
    });
    for await (const page of client.pages({ afterId: 0, fields: ['*'] })) {
      if (page.lastId > 500) continue;
      await expect.poll(() => server.queries().length).toBe(3);
    }
  });

  test('spends the rate limit and no more', async () => {
    const { client, time } = await clientOf({
      api: [json(games(1, 500)), json(games(501, 1000)), json(games(1001, 1500)), json([])],
    });
    await crawl(client);
    expect(time.clock()).toBe(3 * 252.5);
  });
});

describe('requests', () => {
  test('say who asks, with what right, and in what format', async () => {
    const { client, server } = await clientOf({ api: [json([])] });
    await crawl(client);
    const [login, query] = server.asked;
    expect(login).toMatchObject({
      path: '/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(Object.fromEntries(new URLSearchParams(login?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
    });
    expect(query).toMatchObject({
      path: '/v4/games',
      headers: { 'client-id': CLIENT_ID, authorization: 'Bearer token-1', accept: 'application/json' },
    });
    expect(query?.headers['user-agent']).toMatch(/^Playkin\//);
  });

  test('count the games that match', async () => {
    const { client, server } = await clientOf({ api: [json({ count: 374_555 })] });
    expect(await client.count()).toBe(374_555);
    expect(await client.count('game_type = 0')).toBe(374_555);
    expect(server.asked.slice(1).map(({ path, body }) => [path, body])).toEqual([
      ['/v4/games/count', ''],
      ['/v4/games/count', 'where game_type = 0;'],
    ]);
  });
});

describe('the token', () => {
  test('is asked for once by callers at the same time, and kept', async () => {
    const { client, server } = await clientOf({ api: [json({ count: 1 })] });
    await Promise.all([client.count(), client.count(), client.count()]);
    await client.count();
    expect(server.tokensAsked()).toBe(1);
  });

  test('is renewed shortly before it expires', async () => {
    const { client, server, time } = await clientOf({
      token: [token('first', 3600), token('second', 3600)],
      api: [json({ count: 1 })],
    });
    await client.count();
    time.advance(54 * 60_000);
    await client.count();
    expect(server.tokensAsked()).toBe(1);
    time.advance(2 * 60_000);
    await client.count();
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      'Bearer first',
      'Bearer first',
      undefined,
      'Bearer second',
    ]);
  });

  test('is replaced once, by one request, when IGDB ends it in the middle of a run', async () => {
    const { client, server } = await clientOf({
      token: [token('first'), token('second')],
      api: [json({ count: 1 }), denied, denied, json({ count: 2 })],
    });
    await client.count();
    expect(await Promise.all([client.count(), client.count()])).toEqual([2, 2]);
    expect(server.tokensAsked()).toBe(2);
    expect(server.asked.at(-1)?.headers.authorization).toBe('Bearer second');
  });

  test('is renewed each time, however often IGDB ends it', async () => {
    const texts = ['first', 'second', 'third', 'fourth'];
    const { client, server } = await clientOf({
      token: texts.map((text) => token(text)),
      api: [denied, json(games(1, 500)), denied, json(games(501, 1000)), denied, json(games(1001, 1002))],
    });
    expect((await crawl(client)).at(-1)).toMatchObject({ lastId: 1002 });
    expect(server.tokensAsked()).toBe(4);
  });

  test('that is refused three times more ends the run and names the credentials', async () => {
    const { client, server } = await clientOf({ token: [token('first'), token('second')], api: [denied] });
    const error = await failureOf(client.count());
    expect(error).toMatchObject({ status: 401, attempts: 1 });
    expect(error.message).toContain('IGDB_CLIENT_SECRET');
    expect(server.queries()).toHaveLength(4);
  });

  test('that Twitch refuses to give names the credentials, and can be asked for again later', async () => {
    const { client, server } = await clientOf({
      token: [json({ status: 403, message: 'invalid client secret' }, 403), token('late')],
      api: [json({ count: 3 })],
    });
    const error = await failureOf(client.count());
    expect(error).toMatchObject({ status: 403, url: server.tokenUrl, attempts: 1 });
    expect(error.nextStep).toContain('IGDB_CLIENT_SECRET');
    expect(await client.count()).toBe(3);
  });

  test('is asked for again when Twitch is in trouble', async () => {
    const { client, server } = await clientOf({
      token: [plain('', 503), dropped, json({}), token('late')],
      api: [json({ count: 3 })],
    });
    expect(await client.count()).toBe(3);
    expect(server.tokensAsked()).toBe(4);
  });
});

describe('trouble that passes', () => {
  test.each<[string, Answer, string]>([
    ['too many requests', json({ message: 'Too Many Requests' }, 429), 'status 429'],
    ['an error of the server', json([{ title: 'Internal server error', status: 500 }], 500), 'status 500'],
    ['a bad gateway', plain('<html>502</html>', 502), 'status 502'],
    ['a body cut short', cutShort, 'broke off'],
    ['JSON cut short', plain('[{"id":1,"na', 200), 'not JSON, or not all of it'],
    ['a page of HTML', plain('<!doctype html><title>Wait</title>', 200), 'HTML, not JSON'],
    ['text that is not UTF-8', invalidUtf8, 'not UTF-8'],
    ['a connection dropped', dropped, 'broke off'],
    ['an answer that never ends', neverEnding, 'no whole answer within 150 ms'],
  ])('is sat out: %s', async (_case, fault, problem) => {
    const { client, server, retried, timeouts } = await clientOf({ api: [fault, json(games(1, 3))] });
    const crawled = crawl(client);
    if (fault === neverEnding) {
      await expect.poll(() => server.queries().length).toBe(1);
      timeouts.at(-1)?.abort();
    }
    expect(await crawled).toMatchObject([{ lastId: 3 }]);
    expect(server.queries()).toHaveLength(2);
    expect(server.tokensAsked()).toBe(1);
    expect(retried.map(({ message }) => message)).toEqual([expect.stringContaining(problem)]);
  });

  test('is given the time the server asks for', async () => {
    const { client, time } = await clientOf({
      api: [plain('', 429, { 'Retry-After': '20' }), json({ count: 1 })],
    });
    await client.count();
    expect(time.slept).toContain(20_000);
  });

  test('ends the crawl when it lasts, after the pages that had come', async () => {
    const { client } = await clientOf({ api: [json(games(1, 500)), plain('down', 503)] });
    const lastIds: number[] = [];
    const read = async () => {
      for await (const page of client.pages({ afterId: 0, fields: ['*'] })) lastIds.push(page.lastId);
    };
    const error = await failureOf(read());
    expect(lastIds).toEqual([500]);
    expect(error).toMatchObject({
      method: 'POST',
      status: 503,
      excerpt: 'down',
      attempts: MAX_ATTEMPTS,
      requestBody: 'fields *; where id > 500; sort id asc; limit 500;',
    });
    expect(error.url).toMatch(/\/v4\/games$/);
  });
});

describe('what the operator reads', () => {
  const unreachable = async (baseUrl: string) => {
    const { client } = await clientOf({ api: [] }, { baseUrl });
    return failureOf(client.count());
  };

  test('says what was asked, what came, how often, and what to do', async () => {
    const { client, server } = await clientOf({ api: [plain('down for maintenance', 503)] });
    const where = 'updated_at > 5';
    const error = await failureOf(crawl(client, { afterId: 77, where, fields: ['*', 'genres.name'] }));
    expect(error.message).toBe(
      `POST ${server.baseUrl}/v4/games ‘where id > 77 & (updated_at > 5); sort id asc; limit 500;’: status 503 ` +
        '(8 attempts). IGDB is in trouble: run again later, the crawl goes on where it stopped. ' +
        'Answer: down for maintenance',
    );
  });

  test('names the host that cannot be looked up', async () => {
    const error = await unreachable('http://igdb.invalid/v4');
    expect(error.message).toContain('the name igdb.invalid cannot be looked up (ENOTFOUND)');
    expect(error.attempts).toBe(MAX_ATTEMPTS);
  });

  test('names the host where nothing answers', async () => {
    const { server } = await clientOf({ api: [] });
    server.close();
    const error = await unreachable(`${server.baseUrl}/v4`);
    expect(error.message).toMatch(
      /nothing answers at 127\.0\.0\.1:\d+ \(ECONNREFUSED\) \(8 attempts\)\. Check the URL/,
    );
  });

  test('tells Twitch from IGDB', async () => {
    const { client, server } = await clientOf({ token: [plain('', 503)], api: [] });
    const error = await failureOf(client.count());
    expect(error.message).toBe(
      `POST ${server.tokenUrl}: status 503 (8 attempts). Twitch is in trouble: run again later, the crawl goes on where it stopped.`,
    );
  });

  test('says when the run has spent its retries', async () => {
    const { client } = await clientOf({ api: [plain('', 500)] });
    for (let i = 0; i < 14; i += 1) await failureOf(client.count());
    expect((await failureOf(client.count())).message).toContain('all 100 retries of this run are spent');
  });
});

describe('the latest change', () => {
  const day = 86_400;

  test('is the latest that IGDB knows, unless it lies more than a day ahead of our clock', async () => {
    const { client, server } = await clientOf({ api: [json([{ id: 7, updated_at: 1000 }])] });
    expect(await client.latestChange()).toBe('1970-01-01T00:16:40.000Z');
    expect(server.queries()).toEqual([
      `fields updated_at; where updated_at <= ${day}; sort updated_at desc; limit 1;`,
    ]);
  });

  test('is undefined when there are no games', async () => {
    const { client } = await clientOf({ api: [json([])] });
    expect(await client.latestChange()).toBeUndefined();
  });

  test.each([[[{ id: 7 }]], [[null]], [{}], [[{ id: 7, updated_at: 10 * day }]]])(
    'is asked for again when the answer does not hold it: %j',
    async (answer) => {
      const { client } = await clientOf({ api: [json(answer), json([{ updated_at: 60 }])] });
      expect(await client.latestChange()).toBe('1970-01-01T00:01:00.000Z');
    },
  );
});

describe('ending a run', () => {
  const never = () => new Promise<void>(() => undefined);
  const ended = new Error('the run was ended');

  test.each<[string, Answer, Partial<IgdbClientOptions>]>([
    ['in a back-off', plain('', 500), { sleep: never }],
    ['for an answer', neverEnding, {}],
  ])('does not wait %s', async (_case, answer, changes) => {
    const ending = new AbortController();
    const { client, server } = await clientOf({ api: [answer] }, { ...changes, signal: ending.signal });
    const work = [crawl(client), client.count(), client.latestChange()];
    const outcomes = Promise.allSettled(work);
    await expect.poll(() => server.queries().length).toBeGreaterThan(0);
    ending.abort(ended);
    expect(await outcomes).toEqual(work.map(() => ({ status: 'rejected', reason: ended })));
  });

  test('does not wait for a token', async () => {
    const ending = new AbortController();
    const { client, server } = await clientOf(
      { token: [plain('', 500)], api: [] },
      { sleep: never, signal: ending.signal },
    );
    const outcome = expect(client.count()).rejects.toBe(ended);
    await expect.poll(() => server.tokensAsked()).toBe(1);
    ending.abort(ended);
    await outcome;
  });

  // The error of a body that node-fetch destroys would end the process.
  test('asks nobody once it was ended, and throws its reason', async () => {
    const ending = AbortSignal.abort(ended);
    const { client, server } = await clientOf({ api: [] }, { signal: ending });
    await expect(client.count()).rejects.toBe(ended);
    expect(server.tokensAsked()).toBe(0);
    expect(server.queries()).toEqual([]);
  });
});

describe('trouble of our own making', () => {
  test.each<[string, Answer, number, string]>([
    [
      'a query',
      json([{ title: 'Syntax Error', status: 400, cause: 'near limt' }], 400),
      400,
      'Correct the query',
    ],
    ['the user agent', plain('error code: 1010', 403), 403, 'User-Agent'],
    ['the application', json({ message: 'Forbidden' }, 403), 403, 'application'],
    ['the address', plain('Not Found', 404), 404, 'base URL'],
    ['an address that has moved', plain('', 302, { Location: 'http://127.0.0.1:1/' }), 302, 'moved'],
  ])('is not repeated but explained: %s', async (_case, answer, status, nextStep) => {
    const { client, server } = await clientOf({ api: [answer] });
    const error = await failureOf(client.count('rating > 90'));
    expect(error).toMatchObject({ status, attempts: 1, requestBody: 'where rating > 90;' });
    expect(error.nextStep).toContain(nextStep);
    expect(server.queries()).toHaveLength(1);
  });
});

test('no error ever shows credentials or tokens', async () => {
  const login = `${CLIENT_ID} ${CLIENT_SECRET} ${encodeURIComponent(CLIENT_SECRET)}`;
  // The 300 characters shown end within the token.
  const cutWithin = `${'x'.repeat(297)}token-1 ${login}`;
  const faults: { token?: Answer[]; api: Answer[] }[] = [
    { api: [plain(cutWithin, 400)] },
    { api: [plain(`${login} token-1`, 401)] },
    { api: [plain(`${login} token-1`, 200)] },
    { api: [plain(`${login} token-1`, 500)] },
    { api: [dropped] },
    { token: [plain(login, 403)], api: [] },
    { token: [plain(`${'x'.repeat(297)}${login}`, 400)], api: [] },
    { token: [plain('{"access_token":"token-1","expires_', 200)], api: [] },
    { token: [json({ access_token: 'token-1' })], api: [] },
    { token: [dropped], api: [] },
  ];
  for (const fault of faults) {
    const { client, retried } = await clientOf(fault);
    const error = await failureOf(client.count());
    const shown = [error, ...retried]
      .map((each) => `${inspect(each, { depth: 10 })} ${JSON.stringify(each)}`)
      .join();
    for (const secret of [
      CLIENT_ID,
      CLIENT_SECRET,
      encodeURIComponent(CLIENT_SECRET),
      'token-1',
      'xtok',
      'xcli',
    ]) {
      expect(shown).not.toContain(secret);
    }
  }
});
