import type { Clock, Sleep } from '../clock.ts';
import { type AskOptions, createAsk } from './ask.ts';
import type { Http } from './http.ts';
import { latestChange } from './latest-change.ts';
import { type GamePage, pages, type PagesOptions } from './pages.ts';
import { prefetch } from './prefetch.ts';
import { createRateLimit } from './rate-limit.ts';
import type { RetryDeps } from './retry.ts';
import { createTokens } from './token.ts';

/** Five seconds of crawling at IGDB's 4 pages a second: what a slow write may take without the crawl standing still. */
const PAGES_AHEAD = 20;

export interface IgdbClientOptions extends AskOptions, Http, RetryDeps {
  /** IGDB allows 4. Infinity: no limit. */
  requestsPerSecond: number;
  sleep: Sleep;
  clock: Clock;
}

/** IGDB's games. All methods throw IgdbError when IGDB, asked several times, gives no usable answer. */
export interface IgdbClient {
  /** Games in ascending order of their ids. Pages are fetched ahead while the reader stores earlier ones. */
  pages(options: PagesOptions): AsyncIterable<GamePage>;
  /** Number of games, or of those that match `where`. */
  count(where?: string): Promise<number>;
  /** The latest updated_at of any game, ISO 8601, UTC; undefined when there is none. */
  latestChange(): Promise<string | undefined>;
}

export function createIgdbClient(options: IgdbClientOptions): IgdbClient {
  const tokens = createTokens(options, options, options);
  const ask = createAsk(options, options, tokens, createRateLimit(options), options);
  return {
    pages: (pagesOptions) => prefetch(pages(ask, options.clock, pagesOptions), PAGES_AHEAD),
    count: (where) => ask('games/count', where === undefined ? '' : `where ${where};`, readCount),
    latestChange: () => latestChange(ask, options.clock),
  };
}

function readCount(json: unknown) {
  const { count } = (json ?? {}) as Record<string, unknown>;
  return typeof count === 'number' ? { value: count } : { problem: 'the answer holds no count' };
}
