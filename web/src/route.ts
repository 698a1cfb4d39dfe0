import type { RecommendQuery } from '@playkin/shared/api.ts';
import { gameReference, parseGameReference } from '@playkin/shared/game-reference.ts';
import { formatQuery, parseQuery } from '@playkin/shared/query.ts';

export type Route =
  | { page: 'start' }
  | { page: 'results'; query: RecommendQuery }
  /** An invalid query; `parameter` is the one at fault. */
  | { page: 'error'; parameter: string }
  /** `reference` is what the API takes: an id, an id and a slug, or a slug. */
  | { page: 'game'; reference: string }
  | { page: 'about' }
  | { page: 'api' }
  | { page: 'not-found' };

/** `/game/14593/hollow-knight`; older addresses, `/game/hollow-knight` and `/game/14593`, go on working. */
const GAME = /^\/game\/(?:(\d+)\/)?([^/]+)$/;

/** The page to show for a path with its query string. */
export function routeOf(address: string): Route {
  const [pathname = '', search = ''] = address.split('?', 2);
  const path = pathname.replace(/(.)\/$/, '$1');
  if (path === '/') return homeOf(new URLSearchParams(search));
  if (path === '/about') return { page: 'about' };
  if (path === '/docs') return { page: 'api' };
  const [, id, last] = GAME.exec(path) ?? [];
  if (last === undefined) return { page: 'not-found' };
  const slug = decoded(last);
  return { page: 'game', reference: id === undefined ? slug : gameReference({ id: Number(id), slug }) };
}

function homeOf(params: URLSearchParams): Route {
  if (!params.has('like') && !params.has('more')) return { page: 'start' };
  const parsed = parseQuery('recommend', params);
  return 'query' in parsed
    ? { page: 'results', query: parsed.query }
    : { page: 'error', parameter: parsed.problem.parameter };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // A lone "%" typed by hand: no game has that slug, and the page says so.
  }
}

/** The address of a game that lasts: the id decides, whatever becomes of the slug. */
export const gamePath = ({ id, slug }: { id: number; slug: string }) =>
  slug === '' ? `/game/${id}` : `/game/${id}/${encodeURIComponent(slug)}`;

/** The address of a game of which only the reference in a query is known. */
export function referencePath(reference: string): string {
  const { id, slug } = parseGameReference(reference);
  return id === undefined ? `/game/${encodeURIComponent(slug)}` : gamePath({ id, slug });
}

/** The address of the answer to `query`; that of the start page if no game is liked and no trait wanted. */
export function homePath(query: RecommendQuery): string {
  if (query.like.length + query.more.length === 0) return '/';
  // Commas and colons need no escape in a query string, and people read these addresses.
  return `/?${String(formatQuery('recommend', query)).replaceAll('%2C', ',').replaceAll('%3A', ':')}`;
}
