import type { RecommendQuery } from '@playkin/shared/api.ts';
import { formatQuery, parseQuery } from '@playkin/shared/query.ts';

export type Route =
  | { page: 'start' }
  | { page: 'results'; query: RecommendQuery }
  /** An invalid query; `detail` says what is wrong with it. */
  | { page: 'error'; detail: string }
  | { page: 'game'; slug: string }
  | { page: 'about' }
  | { page: 'not-found' };

const GAME = /^\/game\/([^/]+)$/;

/** The page to show for a path with its query string. */
export function routeOf(address: string): Route {
  const [pathname = '', search = ''] = address.split('?', 2);
  const path = pathname.replace(/(.)\/$/, '$1');
  if (path === '/') return homeOf(new URLSearchParams(search));
  if (path === '/about') return { page: 'about' };
  const slug = GAME.exec(path)?.[1];
  return slug === undefined ? { page: 'not-found' } : { page: 'game', slug: decoded(slug) };
}

function homeOf(params: URLSearchParams): Route {
  if (!params.has('like')) return { page: 'start' };
  const parsed = parseQuery('recommend', params);
  return 'query' in parsed
    ? { page: 'results', query: parsed.query }
    : { page: 'error', detail: parsed.problem.detail };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // A lone "%" typed by hand: no game has that slug, and the page says so.
  }
}

export const gamePath = (slug: string) => `/game/${encodeURIComponent(slug)}`;

/** The address of the answer to `query`; that of the start page if no game is liked. */
export function homePath(query: RecommendQuery): string {
  if (query.like.length === 0) return '/';
  // A comma needs no escape in a query string, and people read these addresses.
  return `/?${String(formatQuery('recommend', query)).replaceAll('%2C', ',')}`;
}
