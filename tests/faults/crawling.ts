import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fetch from 'node-fetch';
import { openDuckDb } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { explain } from '@playkin/functions/src/cli/explain.ts';
import { createIgdbClient } from '@playkin/functions/src/igdb/client.ts';
import { ingest } from '@playkin/functions/src/ingest/ingest.ts';
import type { Exchange, Hook } from '@playkin/functions/src/stand-in/exchange.ts';
import { createFaults } from '@playkin/functions/src/stand-in/faults/create-faults.ts';
import { parseFaults } from '@playkin/functions/src/stand-in/faults/parse-faults.ts';
import { seededRandom } from '@playkin/functions/src/evaluate/random.ts';
import { startStandIn } from '@playkin/functions/src/stand-in/stand-in.ts';
import { tinyGames } from '../support/tiny-catalogue.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { digestOf } from './digest.ts';

export interface SiteOptions {
  /** Default: three pages of them, the last one short. */
  games?: number;
  /** The only secret that the stand-in takes. Default: the operator's. */
  secret?: string;
}

const NUMBER_HEADER = 'x-request-number';

export const CREDENTIALS = { clientId: 'client-of-the-operator', clientSecret: 'secret-of-the-operator' };

export interface CrawlOptions {
  /** Of one request, by the time of the stand-in's faults; no other time ends one. Default: longer than any of them. */
  requestTimeoutMs?: number;
  /** Address to ask instead of the stand-in's. */
  baseUrl?: string;
}

export type Crawling = Awaited<ReturnType<typeof startCrawling>>;

/** A stand-in whose faults a test switches on and off, and a warehouse in a folder of its own that crawls fill. */
export async function startCrawling({ games = 1234, secret = CREDENTIALS.clientSecret }: SiteOptions = {}) {
  const struck: string[] = [];
  let faults: Hook = (_exchange, next) => next();
  const patience = createPatience();
  const standIn = await startStandIn({
    records: tinyGames(games).map((game) => JSON.stringify(game)),
    clock: Date.now,
    requestsPerSecond: Infinity,
    maxOpen: Infinity,
    clientSecret: secret,
    hooks: [patience.hook, (exchange, next) => faults(exchange, next)],
  });
  const folder = await mkdtemp(join(tmpdir(), 'playkin-faults-'));
  const storage = memoryStorage();
  const warehouse = await openDuckDb({
    path: join(folder, 'warehouse.duckdb'),
    storage,
    memoryLimit: '256MB',
  });
  /** As the command line puts it, whatever the port and the time. */
  const readable = (error: unknown) =>
    explain(error)
      .replaceAll(new URL(standIn.baseUrl).host, 'stand-in')
      .replace(/updated_at <= \d+/, 'updated_at <= 1800000000');

  let runs = 0;
  /** A full crawl, or the rest of one that failed, whose waits pass at once. */
  async function crawl({ requestTimeoutMs = Infinity, baseUrl = standIn.baseUrl }: CrawlOptions = {}) {
    const notices: string[] = [];
    runs += 1;
    let sleptMs = 0;
    const clock = () => Date.now() + sleptMs;
    const igdb = createIgdbClient({
      ...CREDENTIALS,
      baseUrl,
      tokenUrl: standIn.tokenUrl,
      requestsPerSecond: Infinity,
      requestTimeoutMs,
      fetch: patience.fetch,
      timeoutSignal: patience.timeoutSignal,
      clock,
      sleep: (ms) => {
        sleptMs += ms;
        return Promise.resolve();
      },
      random: () => 0.5,
      onRetry: (error) => notices.push(readable(error)),
    });
    const error = await ingest(
      {
        igdb,
        warehouse,
        storage,
        clock,
        newRunId: () => `run-${runs}`,
        progress: () => undefined,
        renewLease: () => Promise.resolve(),
      },
      { mode: 'full' },
    ).then(() => undefined, readable);
    return { notices, error };
  }

  return {
    crawl,
    digest: () => digestOf(warehouse),
    /** Names of the faults that struck so far, one for each request struck. */
    struck,
    runs: () => Array.fromAsync(warehouse.query('SELECT status, error FROM runs ORDER BY run_id')),
    async close() {
      warehouse.close();
      await standIn.close();
      await rm(folder, { recursive: true });
    },
    /** Replaces the faults there are, and counts requests from 1 again. */
    switchOn(...texts: string[]) {
      faults = createFaults(parseFaults(texts), {
        random: seededRandom(1),
        sleep: patience.answerLate,
        onStrike: (name) => {
          struck.push(name);
          if (name === 'hang') patience.loseForGood();
        },
      });
    },
  };
}

/**
 * A client's patience, without a clock: a request is given up when the stand-in lets it hang or answers later than the client
 * waits, however fast the machine is.
 */
function createPatience() {
  const timeouts = new Map<string, { ms: number; controller: AbortController }>();
  let begun: { ms: number; controller: AbortController } | undefined;
  let requests = 0;
  let arrived: Exchange | undefined;
  const timeoutOf = (exchange = arrived) => timeouts.get(String(exchange?.request.headers[NUMBER_HEADER]));
  return {
    timeoutSignal(ms: number) {
      begun = { ms, controller: new AbortController() };
      return begun.controller.signal;
    },
    /** The client asks for a signal, then sends. */
    fetch: ((url, init) => {
      const number = String(++requests);
      if (begun !== undefined) timeouts.set(number, begun);
      return fetch(url, { ...init, headers: { ...init?.headers, [NUMBER_HEADER]: number } });
    }) as typeof fetch,
    /** Notices the request that the faults, which come next, are about to strike. */
    hook: ((exchange, next) => {
      arrived = exchange;
      return next();
    }) as Hook,
    loseForGood: () => timeoutOf()?.controller.abort(),
    answerLate(lateMs: number) {
      const timeout = timeoutOf();
      if (timeout !== undefined && lateMs > timeout.ms) timeout.controller.abort();
      return Promise.resolve();
    },
  };
}
