import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatRows } from '@playkin/functions/src/cli/terminal/format-rows.ts';
import { PAGE_RECORDS } from '@playkin/functions/src/igdb/page.ts';
import { MAX_OPEN_REQUESTS } from '@playkin/functions/src/igdb/rate-limit.ts';
import { IGDB } from '@playkin/functions/src/igdb/server.ts';
import { ingested } from '../support/ingest-process/start.ts';
import { REAL_GAMES } from './real-games.ts';
import type { Limits, Traffic } from './stand-in-messages.ts';
import { type StandInProcess, startStandInProcess } from './start-stand-in.ts';

/** 25 s at IGDB's pace: the first answer, before which nothing is asked ahead, is one percent of them. */
const SLICE_PAGES = 100;
/** Ten times IGDB's pace: the whole catalogue in seconds rather than minutes. */
const FAST = 10 * IGDB.requestsPerSecond;
/** Of a server far away, or slow: more than a request takes its turn for. */
const SLOW_MS = 300;
/** At ten times the pace: 8 open requests of 300 ms would be fewer than 40 a second. */
const FAST_MS = 50;
const SIZES = [20_000, 80_000, Infinity];
/** About this many games are changed for the incremental run. */
const CHANGED = 1000;

const UNLIMITED: Limits = { requestsPerSecond: Infinity, maxOpen: Infinity, latencyMs: 0 };
const atPace = (requestsPerSecond: number, latencyMs = 0): Limits => ({
  requestsPerSecond,
  maxOpen: MAX_OPEN_REQUESTS,
  latencyMs,
});
const limitOf = (games: number) => (games === Infinity ? [] : ['--limit', String(games)]);
const round = (value: number, digits = 2) => Number(value.toFixed(digits));

/**
 * Ingest, in a process of its own, from a stand-in in another: how much of the rate limit a crawl uses, how fast it would
 * be without one, how much memory it takes, and how many requests an incremental run makes.
 */
export async function benchIngest(_dataDir: string, catalog = REAL_GAMES): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), 'playkin-bench-'));
  try {
    const standIn = await startStandInProcess({ catalog });
    const paces = [];
    const sizes = [];
    try {
      for (const [pace, games] of [
        [atPace(IGDB.requestsPerSecond), SLICE_PAGES * PAGE_RECORDS],
        [atPace(IGDB.requestsPerSecond, SLOW_MS), SLICE_PAGES * PAGE_RECORDS],
        [atPace(FAST, FAST_MS), Infinity],
      ] as const) {
        paces.push(await benchPace(standIn, join(folder, `pace-${paces.length}`), pace, games));
      }
      for (const games of SIZES) {
        sizes.push(await benchSize(standIn, join(folder, `size-${sizes.length}`), games));
      }
    } finally {
      standIn.close();
    }
    const incremental = await benchIncremental(
      catalog,
      join(folder, `size-${sizes.length - 1}`),
      standIn.games,
    );
    const figures = { paces, sizes, incremental: [incremental] };
    for (const rows of Object.values(figures)) process.stderr.write(`${formatRows(rows, 'table')}\n`);
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** (a) The share of the allowed requests that a crawl makes. */
async function benchPace(standIn: StandInProcess, dataDir: string, pace: Limits, games: number) {
  const { requestsPerSecond, latencyMs } = pace;
  await standIn.limit(pace);
  const { seconds, peakRssMib } = await ingested({
    server: { ...standIn, requestsPerSecond },
    dataDir,
    options: limitOf(games),
  });
  const { pages, refused, firstPageMs, lastPageMs } = await standIn.limit(UNLIMITED);
  const asking = (lastPageMs - firstPageMs) / 1000;
  return {
    'of the limit': round((pages - 1) / asking / requestsPerSecond, 4),
    'of the limit, start and end included': round(pages / seconds / requestsPerSecond, 4),
    'answers 429': refused,
    'peak RSS MiB': Math.round(peakRssMib),
    'requests/s allowed': requestsPerSecond,
    'latency ms': latencyMs,
    pages,
    seconds: round(seconds, 1),
  };
}

/**
 * (b), (c) Games a second beside those that IGDB's limit lets through, and the memory that takes: also without DuckDB.
 */
async function benchSize(standIn: StandInProcess, dataDir: string, limit: number) {
  await standIn.limit(UNLIMITED);
  const stored = await ingested({ server: standIn, dataDir, options: limitOf(limit) });
  const games = Math.min(limit, standIn.games);
  // One less than there are: a crawl of all of them would go on to fetch what is not stored.
  const options = limitOf(Math.min(limit, standIn.games - 1));
  const forgotten = await ingested({
    server: standIn,
    dataDir: `${dataDir}-forgotten`,
    options,
    forget: true,
  });
  const { seconds } = stored;
  return {
    'of IGDB’s pace': round(games / seconds / (IGDB.requestsPerSecond * PAGE_RECORDS), 1),
    'peak RSS MiB': Math.round(stored.peakRssMib),
    'without DuckDB': Math.round(forgotten.peakRssMib),
    'games/s': Math.round(games / seconds),
    games,
    seconds: round(seconds, 1),
  };
}

/** (d) The requests of a smart run, beside the fewest that could bring what has changed. */
async function benchIncremental(catalog: string, dataDir: string, games: number) {
  const standIn = await startStandInProcess({ catalog, changeEvery: Math.floor(games / CHANGED) });
  try {
    await standIn.limit(UNLIMITED);
    const { seconds, summary } = await ingested({ server: standIn, dataDir, options: ['--smart'] });
    const { requests, pages }: Traffic = await standIn.limit(UNLIMITED);
    const fewest = Math.ceil(standIn.changed / PAGE_RECORDS);
    return {
      'pages to the fewest possible': round(pages / fewest),
      'all requests to the fewest possible': round(requests / fewest),
      'fewest possible': fewest,
      pages,
      requests,
      changed: standIn.changed,
      updated: Number(summary['updated']),
      seconds: round(seconds, 1),
    };
  } finally {
    standIn.close();
  }
}
