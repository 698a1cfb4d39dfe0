import { type Clock, isoTime } from '../clock.ts';
import { type Log, messageOf } from '../log.ts';
import { prefetch } from '../streams.ts';
import { type Ask, type AskOptions, createAsk } from './ask.ts';
import type { Http, Reading } from './http.ts';
import { type GamePage, MAX_PAGES_ASKED, type PagesOptions, pages } from './pages.ts';
import { createRateLimit } from './rate-limit.ts';
import { type RetryOptions, createRetryBudget } from './retry.ts';
import { createTokens } from './token.ts';

/**
 * Four seconds of crawling at IGDB's 4 pages a second: what a slow write may take without the crawl standing still. Parsed,
 * the longest pages take some 4 MB each.
 */
const PAGES_AHEAD = 16;

export interface IgdbClientOptions extends AskOptions, Http, RetryOptions {
  /** IGDB allows 4. Infinity: no limit. */
  requestsPerSecond: number;
  clock: Clock;
}

/**
 * IGDB's games, for one run: its requests share the rate limit and the retries a run may make. All methods throw
 * IgdbError when IGDB, asked several times, gives no usable answer, and the reason of `signal` when that is aborted.
 */
export interface IgdbClient {
  /** Games in ascending order of their ids. Pages are fetched ahead while the reader stores earlier ones. */
  pages(options: PagesOptions): AsyncIterable<GamePage>;
  /** Number of games, or of those that match `where`. */
  count(where?: string): Promise<number>;
  /** When IGDB last changed a game, ISO 8601, UTC; undefined when it has none. Never more than a day ahead of our clock. */
  latestChange(): Promise<string | undefined>;
  /** Gives the token back, at the end of the run. @throws IgdbError when Twitch does not take it, which harms nothing yet */
  close(): Promise<void>;
}

export function createIgdbClient(options: IgdbClientOptions): IgdbClient {
  const { clock, signal } = options;
  const retry = { ...options, budget: createRetryBudget() };
  const tokens = createTokens(options, retry, options);
  const ask = createAsk(options, retry, tokens, createRateLimit(options), options);

  async function* readAhead(pagesOptions: PagesOptions): AsyncGenerator<GamePage> {
    const left = new AbortController();
    const ended = signal === undefined ? left.signal : AbortSignal.any([left.signal, signal]);
    try {
      yield* prefetch(pages(ask, clock, pagesOptions, ended), PAGES_AHEAD - MAX_PAGES_ASKED);
    } finally {
      // Nobody waits for the pages that were asked ahead.
      left.abort();
    }
  }

  return {
    pages: readAhead,
    count: (where) => ask('games/count', where === undefined ? '' : `where ${where};`, readCount),
    latestChange: () => latestChange(ask, clock),
    close: () => tokens.revoke(),
  };
}

/** Closes a client whose work has ended; a token that could not be given back is no more than a warning. */
export async function closeClient(client: IgdbClient, log: Log): Promise<void> {
  try {
    await client.close();
  } catch (error) {
    log({
      severity: 'WARNING',
      message: `The token could not be revoked; it stays alive until it expires. ${messageOf(error)}`,
    });
  }
}

function readCount(json: unknown) {
  const { count } = (json ?? {}) as Record<string, unknown>;
  return typeof count === 'number' ? { value: count } : { problem: 'the answer holds no count' };
}

/** How far IGDB's clock may be ahead of ours. What it dates later was never a change: a record with a wrong date. */
const MAX_CLOCK_SKEW_SECONDS = 24 * 60 * 60;

/** The latest `updated_at` of IGDB's games, ISO 8601, UTC; undefined when there is none. */
function latestChange(ask: Ask, clock: Clock): Promise<string | undefined> {
  const last = Math.floor(clock() / 1000) + MAX_CLOCK_SKEW_SECONDS;
  // A game without updated_at meets no comparison.
  const query = `fields updated_at; where updated_at <= ${last}; sort updated_at desc; limit 1;`;
  return ask('games', query, (json) => readChange(json, last));
}

function readChange(json: unknown, last: number): Reading<string | undefined> {
  if (!Array.isArray(json)) return { problem: 'the answer is not a list of games' };
  if (json.length === 0) return { value: undefined };
  const { updated_at: seconds } = (json[0] ?? {}) as Record<string, unknown>;
  if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= last)) {
    return { problem: 'the game holds no updated_at such as asked for' };
  }
  return { value: isoTime(seconds * 1000) };
}
