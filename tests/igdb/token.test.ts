import fetch from 'node-fetch';
import { startStandIn } from '@playkin/functions/src/stand-in/stand-in.ts';
import type { TokenBook } from '@playkin/functions/src/stand-in/oauth.ts';
import { afterEach, expect, test } from 'vitest';
import { closeClient, createIgdbClient } from '@playkin/functions/src/igdb/client.ts';
import type { LogEntry } from '@playkin/functions/src/log.ts';
import { createRetryBudget } from '@playkin/functions/src/igdb/retry.ts';
import { createTokens } from '@playkin/functions/src/igdb/token.ts';
import { fakeTime } from './fake-time.ts';
import { json, scriptedServer } from '../support/scripted-server.ts';

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) void server.close();
});

async function tokensOf(...names: string[]) {
  const token = names.map((name) => json({ access_token: name, expires_in: 5_000_000 }));
  const server = await scriptedServer({ token, api: [] });
  open.push(server);
  const time = fakeTime();
  const http = { fetch, clock: time.clock, requestTimeoutMs: 60_000 };
  const retry = { sleep: time.sleep, random: () => 0, onRetry: () => undefined, budget: createRetryBudget() };
  const options = { tokenUrl: server.tokenUrl, clientId: 'id', clientSecret: 'secret' };
  return { tokens: createTokens(http, retry, options), server };
}

test('a dropped token is replaced, and dropping it again leaves its successor alone', async () => {
  const { tokens, server } = await tokensOf('first', 'second', 'third');
  expect(await tokens.get()).toBe('first');
  expect(tokens.drop('first')).toBe(true);
  expect(tokens.current()).toBeUndefined();
  expect(await tokens.get()).toBe('second');
  expect(tokens.drop('first')).toBe(false);
  expect(tokens.current()).toBe('second');
  expect(await tokens.get()).toBe('second');
  expect(server.tokensAsked()).toBe(2);
});

test('callers at the same time share one request', async () => {
  const { tokens, server } = await tokensOf('first', 'second');
  expect(await Promise.all([tokens.get(), tokens.get(), tokens.get()])).toEqual(['first', 'first', 'first']);
  expect(server.tokensAsked()).toBe(1);
});

/** Twitch as the stand-in plays it, and what it knows of tokens. */
async function twitch() {
  let book: TokenBook | undefined;
  const standIn = await startStandIn({
    records: ['{"id": 1, "name": "One"}'],
    clock: Date.now,
    clientId: 'id',
    hooks: [
      ({ tokens }, next) => {
        book = tokens;
        return next();
      },
    ],
  });
  open.push(standIn);
  return { client: () => clientOf(standIn), standIn, alive: () => book?.alive() };
}

const clientOf = ({ baseUrl, tokenUrl }: { baseUrl: string; tokenUrl: string }) =>
  createIgdbClient({
    baseUrl,
    tokenUrl,
    clientId: 'id',
    clientSecret: 'secret',
    requestsPerSecond: Infinity,
    requestTimeoutMs: 5000,
    fetch,
    ...fakeTime(),
    random: () => 0,
    onRetry: () => undefined,
  });

test('a closed client has given its token back, and another run gets one as well', async () => {
  const { client, alive, standIn } = await twitch();
  for (let run = 1; run <= 3; run += 1) {
    const igdb = client();
    await igdb.count();
    expect(alive()).toBe(1);
    await igdb.close();
    expect(alive()).toBe(0);
  }
  const { requests } = standIn.stats;
  await client().close();
  expect(standIn.stats.requests).toBe(requests);
});

test('a closed client can be asked again', async () => {
  const { client, alive } = await twitch();
  const igdb = client();
  await igdb.count();
  await igdb.close();
  expect(await igdb.count()).toBe(1);
  expect(alive()).toBe(1);
});

test('a token that has ended already is no trouble', async () => {
  const server = await scriptedServer({
    api: [json({ count: 5 }), json({ status: 400, message: 'Invalid token' }, 400)],
  });
  open.push(server);
  const igdb = clientOf(server);
  await igdb.count();
  await igdb.close();
  expect(server.asked.at(-1)?.path).toBe('/revoke');
});

test('a token that cannot be given back is a warning, which does not show it', async () => {
  const server = await scriptedServer({ api: [json({ count: 5 }), json({}, 503)] });
  open.push(server);
  const igdb = clientOf(server);
  await igdb.count();
  const logged: LogEntry[] = [];
  await closeClient(igdb, (entry) => logged.push(entry));
  expect(server.asked.at(-1)).toMatchObject({ path: '/revoke', body: 'client_id=id&token=token-1' });
  expect(logged).toMatchObject([
    { severity: 'WARNING', message: expect.stringContaining('status 503') as string },
  ]);
  expect(JSON.stringify(logged)).not.toContain('token-1');
});
