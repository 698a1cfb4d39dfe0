import type { Hook } from '@playkin/functions/src/stand-in/exchange.ts';
import { startStandIn } from '@playkin/functions/src/stand-in/stand-in.ts';
import { describe, expect, test } from 'vitest';
import { askForToken, CLIENT_ID, newToken, receive, startClient } from '../support/stand-in-client.ts';
import { GAMES } from '../support/stand-in-games.ts';

describe('the token endpoint', () => {
  test('gives a bearer token for about 60 days, for parameters in the URL or in a form', async () => {
    const { standIn } = await startClient([]);
    const parameters = { client_id: 'a', client_secret: 'b', grant_type: 'client_credentials' };
    const granted = {
      access_token: expect.stringMatching(/^[a-z0-9]{30}$/) as string,
      expires_in: 5_587_808,
      token_type: 'bearer',
    };
    expect(await askForToken(standIn, parameters)).toMatchObject({ status: 200, body: granted });
    const body = new URLSearchParams(parameters);
    expect(await receive(standIn.tokenUrl, { method: 'POST', body })).toMatchObject({
      status: 200,
      body: granted,
    });
  });

  test.each<[Record<string, string>, number, string]>([
    [{ client_secret: 's', grant_type: 'client_credentials' }, 400, 'missing client id'],
    [{ client_id: 'c', grant_type: 'client_credentials' }, 400, 'missing client secret'],
    [{ client_id: 'c', client_secret: 's' }, 400, 'missing grant type'],
    [{ client_id: 'c', client_secret: 's', grant_type: 'password' }, 400, 'Invalid grant type'],
    [{ client_id: 'x', client_secret: 's', grant_type: 'client_credentials' }, 400, 'invalid client'],
    [{ client_id: 'c', client_secret: 'x', grant_type: 'client_credentials' }, 403, 'invalid client secret'],
  ])('refuses %j', async (parameters, status, message) => {
    const standIn = await startStandIn({ records: [], clock: () => 0, clientId: 'c', clientSecret: 's' });
    expect(await askForToken(standIn, parameters)).toMatchObject({ status, body: { status, message } });
    await standIn.close();
  });
});

test('a token that is revoked ends, and only by its own client', async () => {
  const { standIn, token, ask } = await startClient([]);
  const revoke = (parameters: Record<string, string>) =>
    fetch(standIn.tokenUrl.replace('/token', '/revoke'), {
      method: 'POST',
      body: new URLSearchParams(parameters),
    });
  const refused = await revoke({ client_id: 'another', token });
  expect([refused.status, await refused.json()]).toEqual([400, { status: 400, message: 'Invalid token' }]);
  expect(await ask('games')).toMatchObject({ status: 200 });
  const revoked = await revoke({ client_id: CLIENT_ID, token });
  expect([revoked.status, await revoked.text()]).toEqual([200, '']);
  expect(await ask('games')).toMatchObject({ status: 401 });
  expect((await revoke({ client_id: CLIENT_ID, token })).status).toBe(400);
  expect((await revoke({ client_id: CLIENT_ID })).status).toBe(400);
});

describe('a token', () => {
  const unauthorized = { status: 401, body: { message: 'Authorization Failure. Have you tried:' } };

  test.each<[string, (token: string) => Record<string, string>]>([
    ['missing', () => ({ 'Client-ID': CLIENT_ID })],
    ['unknown', () => ({ 'Client-ID': CLIENT_ID, Authorization: 'Bearer none' })],
    ['without Bearer', (token) => ({ 'Client-ID': CLIENT_ID, Authorization: token })],
    ['without Client-ID', (token) => ({ Authorization: `Bearer ${token}` })],
    ['of another client', (token) => ({ 'Client-ID': 'another', Authorization: `Bearer ${token}` })],
  ])('%s is refused with an object', async (_, headersWith) => {
    const { standIn, token } = await startClient([]);
    const init = { method: 'POST', headers: headersWith(token) };
    expect(await receive(`${standIn.baseUrl}/games`, init)).toMatchObject(unauthorized);
  });

  test('ends after its time', async () => {
    let now = 0;
    const { ask } = await startClient([], { clock: () => now });
    now = 5_587_807_999;
    expect(await ask('games')).toMatchObject({ status: 200 });
    now += 1;
    expect(await ask('games')).toMatchObject(unauthorized);
  });

  test('ends when 25 newer ones of its client are alive', async () => {
    const { standIn, ask } = await startClient([]);
    for (let i = 0; i < 24; i += 1) await newToken(standIn);
    expect(await ask('games')).toMatchObject({ status: 200 });
    await newToken(standIn);
    expect(await ask('games')).toMatchObject(unauthorized);
  });
});

describe('refusals', () => {
  test.each<[string, string, number, unknown]>([
    [
      'games',
      'fields name',
      400,
      [{ title: 'Syntax Error', status: 400, cause: 'Missing `;` at end of query' }],
    ],
    ['games', 'search "Hades" fields id name;', 400, [{ title: 'Syntax Error', status: 400 }]],
    [
      'games',
      'fields popularity;',
      400,
      [{ title: 'Invalid Field', status: 400, cause: "Invalid field name: 'popularity'" }],
    ],
    [
      'games',
      'where genres.nme = "x";',
      400,
      [{ title: 'Invalid Field', status: 400, cause: "Invalid field name: 'genres.nme'" }],
    ],
    [
      'games/count',
      'sort summary.length asc;',
      400,
      [{ title: 'Invalid Field', status: 400, cause: "Invalid field name: 'summary.length'" }],
    ],
    [
      'multiquery',
      'query games "a" { fields popularity; };',
      400,
      [{ title: 'Invalid Field', status: 400, cause: "Invalid field name: 'popularity'" }],
    ],
    ['gmaes', '', 404, 'Not Found'],
    ['games/sum', '', 404, 'Not Found'],
    ['multiquery', 'query gmaes "a" { };', 404, 'Not Found'],
  ])('%s %j', async (endpoint, query, status, body) => {
    const { ask } = await startClient(GAMES);
    expect(await ask(endpoint, query)).toMatchObject({ status, body });
  });

  test('a GET finds nothing, nor does an address outside of the API', async () => {
    const { standIn, token } = await startClient([]);
    const headers = { 'Client-ID': CLIENT_ID, Authorization: `Bearer ${token}` };
    expect(await receive(`${standIn.baseUrl}/games`, { headers })).toMatchObject({
      status: 404,
      body: 'Not Found',
    });
    expect(await receive(standIn.tokenUrl)).toMatchObject({ status: 404 });
    expect(await receive(`${standIn.baseUrl}/../other`, { method: 'POST', headers })).toMatchObject({
      status: 404,
    });
  });

  test('a record without an id is named when the stand-in starts', async () => {
    const start = startStandIn({ records: ['{"name":"Nobody"}'], clock: () => 0 });
    await expect(start).rejects.toThrow('without an id: {"name":"Nobody"}');
  });
});

describe('limits', () => {
  const tooMany = { status: 429, body: { message: 'Too Many Requests' } };

  test('the fifth request within a second is refused until the first is a second ago, give or take', async () => {
    let now = 0;
    const { standIn, ask } = await startClient([], { clock: () => now, requestsPerSecond: 4 });
    for (let i = 0; i < 4; i += 1) {
      now = i * 100;
      expect(await ask('games')).toMatchObject({ status: 200 });
    }
    now = 949;
    const refused = await ask('games');
    expect(refused).toMatchObject(tooMany);
    expect(refused.headers.has('retry-after')).toBe(false);
    now = 950;
    expect(await ask('games')).toMatchObject({ status: 200 });
    expect(await ask('games')).toMatchObject(tooMany);
    expect(standIn.stats).toEqual({ requests: 8, replies: { 200: 6, 429: 2 } });
  });

  test('the third open request is refused where two may be open, until one is answered', async () => {
    const gate = Promise.withResolvers<undefined>();
    let held = 0;
    const bothHeld = Promise.withResolvers<undefined>();
    const hold: Hook = async ({ number }, next) => {
      // The first request is the client's for a token.
      if (number > 1 && number <= 3) {
        held += 1;
        if (held === 2) bothHeld.resolve(undefined);
        await gate.promise;
      }
      return next();
    };
    const { ask } = await startClient([], { maxOpen: 2, hooks: [hold] });
    const open = [ask('games'), ask('games')];
    await bothHeld.promise;
    expect(await ask('games')).toMatchObject(tooMany);
    gate.resolve(undefined);
    expect((await Promise.all(open)).map(({ status }) => status)).toEqual([200, 200]);
    expect(await ask('games')).toMatchObject({ status: 200 });
  });

  test('four a second are allowed unless the options say otherwise', async () => {
    const standIn = await startStandIn({ records: [], clock: () => 0 });
    const headers = { 'Client-ID': CLIENT_ID, Authorization: `Bearer ${await newToken(standIn)}` };
    const statuses = [];
    for (let i = 0; i < 5; i += 1) {
      statuses.push((await receive(`${standIn.baseUrl}/games`, { method: 'POST', headers })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 429]);
    await standIn.close();
  });
});

describe('hooks', () => {
  test('change a reply, stand in for it, cut it short, and end tokens', async () => {
    const faults: Hook = async (exchange, next) => {
      if (exchange.body.includes('limit 1;')) return { status: 503, headers: {}, body: 'busy' };
      if (exchange.body.includes('limit 2;')) {
        exchange.response.writeHead(200, { 'content-length': 100 });
        exchange.response.write('[{"id":');
        exchange.response.destroy();
        return undefined;
      }
      if (exchange.body.includes('limit 3;')) exchange.tokens.revokeAll();
      const reply = await next();
      return reply && { ...reply, headers: { ...reply.headers, 'x-hook': 'seen' } };
    };
    const { ask } = await startClient(GAMES, { hooks: [faults] });
    expect(await ask('games', 'limit 1;')).toMatchObject({ status: 503, body: 'busy' });
    await expect(ask('games', 'limit 2;')).rejects.toThrow();
    expect((await ask('games', 'limit 4;')).headers.get('x-hook')).toBe('seen');
    expect(await ask('games', 'limit 3;')).toMatchObject({ status: 401 });
  });
});
