import { expect, test } from 'vitest';
import { createFaults } from '@playkin/functions/src/stand-in/faults/create-faults.ts';
import { parseFaults } from '@playkin/functions/src/stand-in/faults/parse-faults.ts';
import { seededRandom } from '@playkin/functions/src/evaluate/random.ts';
import { newToken, startClient } from '../../support/stand-in-client.ts';
import { GAMES } from '../../support/stand-in-games.ts';

async function startFaulty(switches: string[], seed = 1) {
  const struck: string[] = [];
  const waits: number[] = [];
  const faults = createFaults(parseFaults(switches), {
    random: seededRandom(seed),
    sleep: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    onStrike: (name, request) => struck.push(`${name} ${request}`),
  });
  return { ...(await startClient(GAMES, { hooks: [faults] })), struck, waits };
}

const page = (limit: number) => `fields id; sort id asc; limit ${limit};`;
const ids = (body: unknown) => (body as { id: number }[]).map(({ id }) => id);

test('requests are counted by kind, and those struck are told of', async () => {
  const { ask, standIn, struck } = await startFaulty(['unavailable:2-3', 'server-error:5', 'token-down:3-']);
  const statuses: number[] = [];
  for (let i = 0; i < 6; i += 1) statuses.push((await ask('games')).status);
  expect(statuses).toEqual([200, 503, 503, 200, 500, 200]);
  await newToken(standIn);
  expect(struck).toEqual(['unavailable 2', 'unavailable 3', 'server-error 5']);
  expect(await newToken(standIn)).toBeUndefined();
  expect(struck.at(-1)).toBe('token-down 3');
});

test('what strikes by chance strikes the same requests for the same seed', async () => {
  const strikes = async (seed: number) => {
    const { ask, struck } = await startFaulty(['unavailable:0.5'], seed);
    for (let i = 0; i < 20; i += 1) await ask('games');
    return struck;
  };
  const [first, again, other] = [await strikes(1), await strikes(1), await strikes(2)];
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  expect(first.length).toBeGreaterThan(4);
  expect(first.length).toBeLessThan(16);
});

test('two faults may strike one request', async () => {
  const { ask, waits } = await startFaulty(['slow=70', 'unsorted-page']);
  expect(ids((await ask('games', page(3))).body)).toEqual([30, 20, 10]);
  expect(waits).toEqual([70]);
});

test('a duplicate is the page sent before, be it for another query', async () => {
  const { ask } = await startFaulty(['duplicate-page:1', 'duplicate-page:3-']);
  expect(ids((await ask('games', page(1))).body)).toEqual([10]);
  expect(ids((await ask('games', page(2))).body)).toEqual([10, 20]);
  expect(await ask('games/count')).toMatchObject({ body: { count: GAMES.length } });
  expect(ids((await ask('games', page(3))).body)).toEqual([10, 20]);
  expect(ids((await ask('games', page(3))).body)).toEqual([10, 20]);
});

test('an empty page keeps the count of all', async () => {
  const { ask } = await startFaulty(['empty-page']);
  const { body, headers } = await ask('games', page(3));
  expect(body).toEqual([]);
  expect(headers.get('x-count')).toBe(String(GAMES.length));
});

test('a token that has been revoked is refused until a new one is asked for', async () => {
  const { ask } = await startFaulty(['token-revoked:2']);
  const statuses: number[] = [];
  for (let i = 0; i < 3; i += 1) statuses.push((await ask('games')).status);
  expect(statuses).toEqual([200, 401, 401]);
});
