import fetch from 'node-fetch';
import { afterEach, expect, test } from 'vitest';
import { createRetryBudget } from '@playkin/functions/src/igdb/retry.ts';
import { createTokens } from '@playkin/functions/src/igdb/token.ts';
import { fakeTime } from './fake-time.ts';
import { json, scriptedServer } from '../support/scripted-server.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function tokensOf(...names: string[]) {
  const token = names.map((name) => json({ access_token: name, expires_in: 5_000_000 }));
  const server = await scriptedServer({ token, api: [] });
  open.push(server);
  const time = fakeTime();
  const http = { fetch, clock: time.clock, requestTimeoutMs: 1000 };
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
