import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { gunzipSync } from 'node:zlib';
import fetch from 'node-fetch';
import { openDuckDb } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { explain } from '@playkin/functions/src/cli/explain.ts';
import { createIgdbClient } from '@playkin/functions/src/igdb/client.ts';
import { ingest } from '@playkin/functions/src/ingest/ingest.ts';
import { failure } from '@playkin/functions/src/log.ts';
import { newRunId } from '@playkin/functions/src/runs/run-stage.ts';
import type { Exchange, Hook } from '@playkin/functions/src/stand-in/exchange.ts';
import { type Reply, textReply } from '@playkin/functions/src/stand-in/reply.ts';
import { startStandIn } from '@playkin/functions/src/stand-in/stand-in.ts';
import { afterEach, expect, test } from 'vitest';

const CLIENT_ID = 'client id/4711';
const CLIENT_SECRET = 'a very+secret&value=';
const GAMES = 600;
/** So many characters of a secret are a leak. */
const TELLING = 12;

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** As a careless server may write what it was sent. */
const SPELL = {
  'as they are': (text: string) => text,
  'as in a URL': encodeURIComponent,
  'as in a form': (text: string) => new URLSearchParams([['', text]]).toString().slice(1),
  'in Base64': base64,
};
type Spelling = keyof typeof SPELL;

/** All that came with the request, each part where an excerpt of a few hundred characters shows it. */
function echo({ request, body }: Exchange, spelling: Spelling): string {
  const { authorization = '', 'client-id': id = '' } = request.headers;
  const fields = [...new URLSearchParams(body)].map(([name, value]) => (name === 'grant_type' ? '' : value));
  const parts = [...fields, authorization.replace('Bearer ', ''), authorization, String(id), body];
  return parts
    .filter((part) => part !== '')
    .map(SPELL[spelling])
    .join(' ');
}

/** What the server does to a request in place of answering it. */
type Mischief = (spelling: Spelling) => (exchange: Exchange) => Reply;
const says =
  (status: number): Mischief =>
  (spelling) =>
  (exchange) =>
    textReply(status, echo(exchange, spelling));
const showsPage: Mischief = (spelling) => (exchange) => ({
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: `<p>${echo(exchange, spelling)}</p>`,
});
const breaksOff: Mischief = (spelling) => (exchange) => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: `[{"id":1,"name":"${echo(exchange, spelling).replaceAll('"', "'")}`,
});

/** A stand-in that plays a trick on each request for as long as it has one, and what is heard from its client. */
async function setUp(spelling: Spelling) {
  const tricks = { token: [] as Mischief[], api: [] as Mischief[] };
  const tokens: string[] = [];
  const mischief: Hook = async (exchange, next) => {
    const isToken = exchange.url.pathname === '/oauth2/token';
    const trick = (isToken ? tricks.token : tricks.api).shift();
    if (trick !== undefined) return trick(spelling)(exchange);
    const reply = await next();
    if (isToken) tokens.push((JSON.parse(String(reply?.body)) as { access_token: string }).access_token);
    return reply;
  };
  const records = Array.from({ length: GAMES }, (_, i) => JSON.stringify({ id: i + 1, name: `Game ${i}` }));
  const standIn = await startStandIn({
    records,
    clock: Date.now,
    requestsPerSecond: Infinity,
    hooks: [mischief],
  });
  closing.push(standIn.close);
  const folder = await mkdtemp(join(tmpdir(), 'playkin-secrets-'));
  closing.push(() => rm(folder, { recursive: true }));
  const storage = folderStorage(join(folder, 'bucket'));
  const warehouse = await openDuckDb({
    path: join(folder, 'warehouse.duckdb'),
    storage,
    memoryLimit: '256MB',
  });
  closing.push(() => {
    warehouse.close();
  });

  const heard: string[] = [];
  const crawl = async () => {
    const igdb = createIgdbClient({
      ...standIn,
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      requestsPerSecond: Infinity,
      requestTimeoutMs: 60_000,
      fetch,
      clock: Date.now,
      sleep: () => Promise.resolve(),
      random: () => 0,
      onRetry: (error) => heard.push(inspect(error, { depth: 9 }), error.message),
    });
    const deps = {
      igdb,
      warehouse,
      storage,
      clock: Date.now,
      newRunId: () => newRunId(Date.now),
      renewLease: () => Promise.resolve(),
      progress: (update: object) => heard.push(JSON.stringify(update)),
    };
    try {
      return await ingest(deps, { mode: 'full' });
    } catch (error) {
      heard.push(
        inspect(error, { depth: 9 }),
        explain(error),
        JSON.stringify(failure('ERROR', 'ingest', error)),
      );
      return undefined;
    }
  };
  /** What the folder holds, files unpacked and tables as text. */
  const kept = async () => {
    const tables: string[] = [];
    // One after the other: a warehouse has one connection.
    for (const table of ['raw_games', 'rejects', 'runs']) {
      tables.push(JSON.stringify(await Array.fromAsync(warehouse.query(`SELECT * FROM ${table}`))));
    }
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = await Promise.all(
      entries
        .filter((entry) => entry.isFile())
        .map(async ({ parentPath, name }) => {
          const bytes = await readFile(join(parentPath, name));
          return { name, text: (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1') };
        }),
    );
    return { tables, files };
  };
  return { tricks, tokens, heard, crawl, kept };
}

test.each(Object.keys(SPELL) as Spelling[])(
  'credentials and tokens that servers send back %s are in nothing said or kept',
  async (spelling) => {
    const { tricks, tokens, heard, crawl, kept } = await setUp(spelling);
    tricks.token = [says(500), showsPage, says(403)];
    expect(await crawl()).toBeUndefined();
    tricks.token = [breaksOff];
    tricks.api = [says(500), showsPage, breaksOff, says(401), says(503), says(429)];
    expect(await crawl()).toMatchObject({ received: GAMES });
    tricks.api = [says(400)];
    expect(await crawl()).toBeUndefined();
    tricks.api = [says(401), says(401), says(401), says(401)];
    expect(await crawl()).toBeUndefined();
    expect(await crawl()).toMatchObject({ received: GAMES });
    expect(tricks).toEqual({ token: [], api: [] });

    const { tables, files } = await kept();
    // Where the secrets would be: the tricks were told of, and a page of each good run is kept.
    expect(heard.join('\n')).toMatch(/status 500.*\[hidden\]/s);
    expect(tables[2]).toContain('[hidden]');
    expect(files.filter(({ name }) => name.endsWith('.ndjson.gz')).length).toBeGreaterThanOrEqual(4);
    expect(tokens.length).toBeGreaterThanOrEqual(4);

    const everything = [...heard, ...tables, ...files.map(({ text }) => text)];
    for (const written of [CLIENT_ID, CLIENT_SECRET, ...tokens].flatMap((text) =>
      Object.values(SPELL).map((spell) => spell(text).slice(0, TELLING)),
    )) {
      expect(everything.filter((text) => text.includes(written))).toEqual([]);
    }
  },
);
