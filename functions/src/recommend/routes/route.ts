import type { Clock } from '../../clock.ts';
import type { Storage } from '../../storage.ts';
import type { Log } from '../../log.ts';
import type { Release } from '../release/release.ts';

export interface RouteContext {
  release: Release;
  storage: Storage;
  clock: Clock;
  log: Log;
  /** What the code was built from. */
  version: string;
  /** To be called where the answer lacks what could not be read just now: nobody is to keep it. */
  lacking(): void;
}

/** A request understood, before the work of answering it. */
export interface Plan {
  /** Path and query in their one canonical form: equal for requests that have the same answer. */
  url: string;
  /** Value of cache-control. */
  cacheControl: string;
  /** Whether the body is the answer alone, without the release's name. Default: false. */
  bare?: true;
  /** The body, without the release's name. @throws {@link ProblemError} */
  answer(context: RouteContext): object | Promise<object>;
}

/** Understands a request from its query alone. @throws {@link ProblemError} */
export type Route = (params: URLSearchParams) => Plan;

/**
 * Answers change with a release, daily at most. Browsers ask again after a minute, with the ETag; the CDN after ten,
 * and it may hand out what it has while it does.
 */
export const CACHED = 'public, max-age=60, s-maxage=600, stale-while-revalidate=86400';
/** What tells whether all is well must not be yesterday's news. */
export const NOT_CACHED = 'no-store';

/** `path?query`, or the path alone. */
export function urlOf(path: string, params: URLSearchParams): string {
  const query = params.toString();
  return query === '' ? path : `${path}?${query}`;
}
