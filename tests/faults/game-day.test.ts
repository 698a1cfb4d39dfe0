/**
 * A game day: what can go wrong in production is made to go wrong, one after the other, in one system that goes on. The stages are
 * called over HTTP as the scheduler calls them, the site's API is asked as visitors ask it. Each test says what the operator sees, that
 * nothing is lost, and which call makes good for it.
 */
import { setTimeout as wait } from 'node:timers/promises';
import fetch from 'node-fetch';
import { seededRandom } from '@playkin/functions/src/evaluate/random.ts';
import { createIgdbClient } from '@playkin/functions/src/igdb/client.ts';
import { ingest } from '@playkin/functions/src/ingest/ingest.ts';
import type { LogEntry } from '@playkin/functions/src/log.ts';
import { publish } from '@playkin/functions/src/publish/publish.ts';
import { createRecommendHandler } from '@playkin/functions/src/recommend/handler.ts';
import { writeNight } from '@playkin/functions/src/runs/night.ts';
import { type Attempt, createStageHandler, type Stores } from '@playkin/functions/src/runs/stage-handler.ts';
import { stopInTime } from '@playkin/functions/src/runs/stop.ts';
import { similarity } from '@playkin/functions/src/similarity/similarity.ts';
import type { Stage } from '@playkin/functions/src/stages.ts';
import type { Hook } from '@playkin/functions/src/stand-in/exchange.ts';
import { createFaults } from '@playkin/functions/src/stand-in/faults/create-faults.ts';
import { parseFaults } from '@playkin/functions/src/stand-in/faults/parse-faults.ts';
import { startStandIn } from '@playkin/functions/src/stand-in/stand-in.ts';
import type { Storage } from '@playkin/functions/src/storage.ts';
import { QueryError, type Warehouse } from '@playkin/functions/src/warehouse.ts';
import type { HealthAnswer, SearchAnswer } from '@playkin/shared/api.ts';
import { LATEST_PATH } from '@playkin/shared/release.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openMemory } from '../support/memory-warehouse.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { serve } from '../support/serve-function.ts';
import { patient } from '../support/patient.ts';

const HOUR_MS = 3_600_000;
const GAMES = 40;

const record = (id: number, changes: object = {}) => ({
  id,
  name: `Game ${id}`,
  slug: `game-${id}`,
  summary: `A quiet puzzle about lanterns, number ${id % 7}.`,
  genres: [{ id: 9, name: 'Puzzle' }],
  updated_at: 1_700_000_000 + id,
  ...changes,
});

async function startSystem() {
  let passedMs = 0;
  const clock = () => Date.now() + passedMs;
  const records = new Map(Array.from({ length: GAMES }, (_, i) => [i + 1, record(i + 1)]));
  let faults: Hook = (_exchange, next) => next();
  let standIn = await startIgdb();
  async function startIgdb() {
    return startStandIn({
      records: [...records.values()].map((game) => JSON.stringify(game)),
      clock,
      requestsPerSecond: Infinity,
      maxOpen: Infinity,
      hooks: [(exchange, next) => faults(exchange, next)],
    });
  }

  const memory = memoryStorage();
  const broken: { write?: (path: string) => Error | undefined; materialize?: () => Error } = {};
  const storage: Storage = {
    ...memory,
    write(path, bytes, options) {
      const error = broken.write?.(path);
      return error === undefined ? memory.write(path, bytes, options) : Promise.reject(error);
    },
  };
  const duckDb = await openMemory();
  const warehouse: Warehouse = {
    upsert: (table, rows) => duckDb.upsert(table, rows),
    query: (sql, params) => duckDb.query(sql, params),
    extract: (table, prefix) => duckDb.extract(table, prefix),
    materialize: (...given) =>
      broken.materialize === undefined ? duckDb.materialize(...given) : Promise.reject(broken.materialize()),
  };
  const stores: Stores & { storage: Storage } = { warehouse, storage };
  const logged: LogEntry[] = [];
  const log = (entry: LogEntry) => void logged.push(entry);
  const sleep = (ms: number, signal?: AbortSignal) =>
    wait(ms, undefined, signal === undefined ? {} : { signal });
  let runs = 0;
  const newRunId = () => `run-${String(++runs).padStart(3, '0')}`;
  const shared = { warehouse, storage, clock, progress: () => undefined };
  const connect = () =>
    createIgdbClient({
      clientId: 'operator',
      clientSecret: 'secret',
      baseUrl: standIn.baseUrl,
      tokenUrl: standIn.tokenUrl,
      requestsPerSecond: Infinity,
      requestTimeoutMs: 30_000,
      fetch,
      clock,
      sleep: (ms) => {
        passedMs += ms;
        return Promise.resolve();
      },
      random: () => 0.5,
      onRetry: () => undefined,
    });
  const work: Record<Stage, (attempt: Attempt) => Promise<object>> = {
    ingest: ({ runId, stop, renewLease }) =>
      ingest({ ...shared, igdb: connect(), newRunId: () => runId, renewLease }, { mode: 'smart', stop }),
    similarity: (attempt) => similarity({ ...shared, ...attempt, newRunId: () => attempt.runId }),
    publish: (attempt) => publish({ ...shared, ...attempt, newRunId: () => attempt.runId, force: false }),
  };
  const served = new Map<Stage, Awaited<ReturnType<typeof serve>>>();
  for (const stage of ['ingest', 'similarity', 'publish'] as const) {
    const handler = createStageHandler({
      stage,
      version: 'v1',
      open: () => stores,
      prepare: () => (_opened, attempt) => work[stage](attempt),
      ...(stage === 'publish' && { settled: () => writeNight(warehouse, storage, clock) }),
      settings: () => ({ stageTimeoutMs: 30 * 60_000, projectId: 'project' }),
      newRunId,
      begin: stopInTime({ target: process, sleep }),
      clock,
      sleep,
      log,
    });
    served.set(stage, await serve(handler));
  }
  const site = await serve(
    createRecommendHandler({ storage, clock, log, version: 'v1', recheckMs: 0, sleep: patient }),
  );

  const get = async <T>(path: string) => (await (await globalThis.fetch(site.origin + path)).json()) as T;
  return {
    memory,
    broken,
    logged,
    async call(stage: Stage): Promise<number> {
      const { origin } = served.get(stage) ?? site;
      return (await globalThis.fetch(origin, { method: 'POST' })).status;
    },
    /** The statuses of a night's three calls. */
    async night() {
      passedMs += 24 * HOUR_MS;
      return [await this.call('ingest'), await this.call('similarity'), await this.call('publish')];
    },
    switchOn(...texts: string[]) {
      faults = createFaults(parseFaults(texts), {
        random: seededRandom(1),
        sleep: () => Promise.resolve(),
        onStrike: () => undefined,
      });
    },
    /** IGDB adds a game, or changes one, now. */
    async change(id: number, changes: object) {
      records.set(id, record(id, { updated_at: Math.floor(clock() / 1000), ...changes }));
      await standIn.close();
      standIn = await startIgdb();
    },
    health: () => get<HealthAnswer>('/api/health'),
    async finds(name: string) {
      const { results } = await get<SearchAnswer>(`/api/search?q=${encodeURIComponent(name)}`);
      return results.some(({ game }) => game.name === name);
    },
    async stored() {
      const [row] = await Array.fromAsync(duckDb.query('SELECT COUNT(*) AS games FROM raw_games'));
      return Number(row?.['games']);
    },
    errors: () => logged.splice(0).filter(({ severity }) => severity === 'ERROR'),
    async close() {
      for (const { close } of served.values()) await close();
      await site.close();
      await standIn.close();
      duckDb.close();
    },
  };
}

let system: Awaited<ReturnType<typeof startSystem>>;
beforeAll(async () => {
  system = await startSystem();
  expect(await system.night()).toEqual([200, 200, 200]);
});
afterAll(() => system.close());

test('IGDB is down for a night: ingest fails, the others have nothing new, the site goes on; the next night has it all', async () => {
  await system.change(41, { name: 'Lantern Harbour' });
  const before = await system.health();
  system.switchOn('unavailable');
  // Similarity waits for an ingest that ended well; publish has nothing new.
  expect(await system.night()).toEqual([500, 409, 200]);
  expect(system.errors().map(({ message }) => message)).toEqual([expect.stringContaining('ingest failed')]);
  const during = await system.health();
  expect(during.release).toBe(before.release);
  expect(during.hoursSinceGoodNight).toBeGreaterThanOrEqual((before.hoursSinceGoodNight ?? 0) + 24);
  system.switchOn();
  expect(await system.night()).toEqual([200, 200, 200]);
  expect(await system.finds('Lantern Harbour')).toBe(true);
  expect((await system.health()).hoursSinceGoodNight).toBeLessThan(1);
});

test('a token is revoked in mid-run: the run takes another and nobody is woken', async () => {
  await system.change(42, { name: 'Moss Station' });
  system.switchOn('token-revoked:2');
  expect(await system.night()).toEqual([200, 200, 200]);
  expect(system.errors()).toEqual([]);
  expect(await system.finds('Moss Station')).toBe(true);
  system.switchOn();
});

test('a page is poisoned: what cannot be stored is in rejects, the rest is published', async () => {
  await system.change(43, { name: 7 });
  await system.change(44, { name: 'Paper Tide' });
  expect(await system.night()).toEqual([200, 200, 200]);
  expect(await system.finds('Paper Tide')).toBe(true);
  expect(await system.stored()).toBe(43);
  expect(system.logged.some(({ fields }) => (fields?.rejected ?? 0) > 0)).toBe(true);
  await system.change(43, { name: 'Grey Orchard' });
  expect(await system.night()).toEqual([200, 200, 200]);
  expect(await system.finds('Grey Orchard')).toBe(true);
});

test.each([
  ['the disk is full', (path: string) => path.endsWith('vectors.bin'), 'No space left on device'],
  [
    'publish dies before its manifest',
    (path: string) => path.endsWith('manifest.json'),
    'the connection was lost',
  ],
])(
  '%s: the release before stays, and the next call publishes and clears what was left',
  async (_what, isStruck, problem) => {
    await system.change(45, { name: `Copper ${problem}` });
    const before = await system.health();
    system.broken.write = (path) => (isStruck(path) ? new Error(problem) : undefined);
    expect(await system.night()).toEqual([200, 200, 500]);
    expect(system.errors().map(({ message }) => message)).toEqual([`publish failed: ${problem}`]);
    expect((await system.health()).release).toBe(before.release);
    delete system.broken.write;
    expect(await system.call('publish')).toBe(200);
    const after = await system.health();
    expect(after.release).not.toBe(before.release);
    expect(await system.finds(`Copper ${problem}`)).toBe(true);
    const releases = new Set(
      [...system.memory.objects.keys()].flatMap((path) => /^releases\/([^/]+)/.exec(path)?.[1] ?? []),
    );
    for (const release of releases)
      expect(system.memory.objects.has(`releases/${release}/manifest.json`)).toBe(true);
  },
);

test('the warehouse refuses for its quota: similarity fails, publish waits, the next call makes good', async () => {
  await system.change(46, { name: 'Velvet Engine' });
  const before = await system.health();
  system.broken.materialize = () => new QueryError('Quota exceeded: too much data was read', 'SELECT 1');
  expect(await system.night()).toEqual([200, 500, 409]);
  expect(system.errors()).toMatchObject([{ message: expect.stringContaining('Quota exceeded') as string }]);
  expect((await system.health()).release).toBe(before.release);
  delete system.broken.materialize;
  expect([await system.call('similarity'), await system.call('publish')]).toEqual([200, 200]);
  expect(await system.finds('Velvet Engine')).toBe(true);
});

test('a call that comes twice changes nothing', async () => {
  const before = await system.health();
  expect([await system.call('similarity'), await system.call('publish')]).toEqual([200, 200]);
  expect((await system.health()).release).toBe(before.release);
});

test('a rollback is one object: the release before answers at the next look', async () => {
  const { release } = await system.health();
  const older = [...system.memory.objects.keys()]
    .flatMap((path) => /^releases\/([^/]+)\/manifest/.exec(path)?.[1] ?? [])
    .sort()
    .at(-2);
  expect(older).not.toBe(release);
  system.memory.objects.set(LATEST_PATH, Buffer.from(JSON.stringify({ release: older })));
  expect((await system.health()).release).toBe(older);
  system.memory.objects.set(LATEST_PATH, Buffer.from(JSON.stringify({ release })));
  expect((await system.health()).release).toBe(release);
});
