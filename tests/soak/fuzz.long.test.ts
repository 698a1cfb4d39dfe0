import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createRecommendHandler } from '@playkin/functions/src/recommend/handler.ts';
import type { LogEntry } from '@playkin/functions/src/log.ts';
import { ENDPOINTS } from '@playkin/shared/parameter-kinds.ts';
import { PARAMETERS } from '@playkin/shared/parameters.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { publishGames } from '../support/make-release.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { patient } from '../support/patient.ts';
import { randomGames } from '../support/random-games.ts';
import { serve } from '../support/serve-function.ts';

const REQUESTS = 20_000;
const AT_ONCE = 8;
const HANGS_MS = 10_000;
const BYTES_PER_MIB = 1024 ** 2;

/** What has broken servers before. */
const NASTY = [
  ...['', ',', ',,,', ':', '%', '%%', '%0', '%00', '%E0%A4', '%FF', '%u0041', '+', '\\', '..', '../..', './'],
  ...[
    '%2e%2e%2f',
    '__proto__',
    'constructor',
    'toString',
    'null',
    'undefined',
    'NaN',
    'Infinity',
    '-0',
    '1e309',
  ],
  ...[
    '9007199254740993',
    '4294967296',
    '-1',
    '0x10',
    '1.5',
    '١٢٣',
    '𝟙𝟚',
    'true',
    '[]',
    '{}',
    '[object Object]',
  ],
  ...[
    "' OR 1=1 --",
    '"',
    '<script>',
    '${7*7}',
    '{{7*7}}',
    '$(id)',
    '`id`',
    'a'.repeat(200),
    'a'.repeat(5_000),
  ],
  ...[
    'é'.normalize('NFD'),
    'ß',
    'ﬀ',
    'İ',
    'ı',
    '\u200d',
    '\u202e',
    '\ufeff',
    '👩‍👩‍👧‍👦',
    'ZͣA̴L͡G̨O̕',
    'ペルソナ5',
    '한글',
    '١',
  ],
  ...[
    'game 1',
    '103',
    '103.game-1',
    '103:2',
    '103:-1',
    '103:1e9',
    '1'.repeat(400),
    'rpg,'.repeat(60),
    '(((((',
    '(a+)+$',
  ],
  ...['\r\n', '\t', '#', '?', '&', '=', ';', 'a=b', 'if-none-match', '*', 'W/"x"'],
];
const METHODS = ['GET', 'GET', 'GET', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH'];

/** A path and query with nothing in it that the HTTP client itself refuses to send. */
const requests = () => {
  const value = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...NASTY) },
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.integer().map(String),
    fc.double().map(String),
  );
  const names = fc.constantFrom(...Object.keys(PARAMETERS), 'nothing', '__proto__', '');
  const path = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...ENDPOINTS).map((endpoint) => `/api/${endpoint}`) },
    value.map((text) => `/api/games/${encodeURIComponent(text.toWellFormed())}`),
    value.map((text) => `/${text}`),
  );
  return fc.record({
    method: fc.constantFrom(...METHODS),
    path,
    query: fc.array(fc.tuple(names, value, fc.boolean()), { maxLength: 5 }),
    ifNoneMatch: fc.option(fc.constantFrom('*', 'W/"x"', '"', 'a'.repeat(900)), { nil: undefined }),
  });
};

type Asked = ReturnType<typeof requests> extends fc.Arbitrary<infer T> ? T : never;

const sendable = (text: string) => text.replace(/[^\x21-\x7e]/g, '');

function addressOf({ path, query }: Asked): string {
  const pairs = query.map(
    ([name, value, raw]) => `${name}=${raw ? sendable(value) : encodeURIComponent(value.toWellFormed())}`,
  );
  return sendable(pairs.length === 0 ? path : `${path}?${pairs.join('&')}`);
}

async function send(origin: string, asked: Asked): Promise<{ status: number; body: string }> {
  const { method, ifNoneMatch } = asked;
  const outgoing = request(origin, {
    ...{ method, path: addressOf(asked), timeout: HANGS_MS },
    headers: ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch },
  });
  outgoing.on('timeout', () => outgoing.destroy(new Error(`No answer in ${String(HANGS_MS)} ms`)));
  outgoing.end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const body = Buffer.concat(await Array.fromAsync(response)).toString();
  return { status: response.statusCode ?? 0, body };
}

test(
  `${String(REQUESTS)} requests as nobody should send them: no answer of 5xx, none that hangs, memory flat`,
  { timeout: 900_000 },
  async () => {
    const storage = memoryStorage();
    await publishGames(storage, 'r1', randomGames(1_000, 6));
    const logged: LogEntry[] = [];
    const { origin, close } = await serve(
      createRecommendHandler({
        ...{ storage, clock: Date.now, sleep: patient, version: 'fuzz', recheckMs: 60_000 },
        log: (entry) => void (entry.severity === 'ERROR' && logged.push(entry)),
      }),
    );
    await fetch(`${origin}/api/search`);
    const seed = Number(process.env['SOAK_SEED'] ?? Date.now() % 1_000_000);
    const all = fc.sample(requests(), { numRuns: REQUESTS, seed });
    const statuses: Record<number, number> = {};
    const rssMb: number[] = [];
    const wrong: string[] = [];
    for (let from = 0; from < all.length; from += AT_ONCE) {
      await Promise.all(
        all.slice(from, from + AT_ONCE).map(async (asked) => {
          const { status, body } = await send(origin, asked);
          statuses[status] = (statuses[status] ?? 0) + 1;
          if (status >= 500 || (status >= 400 && asked.method !== 'HEAD' && body === '')) {
            wrong.push(`${String(status)} ${asked.method} ${addressOf(asked).slice(0, 300)}`);
          }
        }),
      );
      if (from % (REQUESTS / 10) < AT_ONCE) rssMb.push(Math.round(process.memoryUsage.rss() / BYTES_PER_MIB));
    }
    await close();
    process.stdout.write(`${JSON.stringify({ seed, statuses, rssMb })}\n`);
    expect(wrong).toEqual([]);
    expect(logged).toEqual([]);
    expect(Math.max(...rssMb.slice(-3))).toBeLessThan(1.25 * Math.max(...rssMb.slice(2, 5)));
  },
);
