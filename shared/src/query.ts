import { DEFAULT_LIMIT, MAX_LIMIT, MAX_SEEDS, POPULARITIES } from './api.ts';
import type { Popularity, RecommendQuery } from './api.ts';

/** A parameter that is not what it should be, in a sentence for people. */
export interface QueryProblem {
  parameter: string;
  detail: string;
}

export type Parsed<T> = { query: T } | { problem: QueryProblem };

export const RECOMMEND_PARAMETERS = [
  'like',
  'unlike',
  'genre',
  'platform',
  'from',
  'to',
  'popularity',
  'limit',
] as const;
type Parameter = (typeof RECOMMEND_PARAMETERS)[number];

/** IGDB: the longest slug is some 200 letters; what is longer is no slug. */
const MAX_ITEM_LENGTH = 250;
/** Genres and platforms that one query can name; IGDB has 23 genres, and nobody owns more platforms. */
const MAX_FILTERS = 25;
/** Letters of a faulty value that a message repeats. */
const SHOWN_LENGTH = 40;

/** Thrown by the readers below and caught in {@link parseRecommendQuery}, so that they can be written straight on. */
class BadParameter extends Error {
  readonly problem: QueryProblem;

  constructor(parameter: string, expected: string, found: string) {
    const detail = `${parameter}: expected ${expected}, found ${found}.`;
    super(detail);
    this.problem = { parameter, detail };
  }
}

/** The value in quotes for a message, cut when long, control characters and angle brackets replaced. */
export function quoted(value: string): string {
  const letters = [...value];
  const cut = letters.length > SHOWN_LENGTH ? `${letters.slice(0, SHOWN_LENGTH).join('')}…` : value;
  return `"${cut.replace(/[\p{C}<>]/gu, '?')}"`;
}

function list(params: URLSearchParams, parameter: Parameter, expected: string, max: number): string[] {
  const items = params.getAll(parameter).flatMap((value) => value.split(',').map((item) => item.trim()));
  for (const item of items) {
    if (item === '') throw new BadParameter(parameter, expected, 'an empty value');
    if (item.length > MAX_ITEM_LENGTH) throw new BadParameter(parameter, expected, quoted(item));
  }
  const distinct = [...new Set(items)];
  if (distinct.length > max) throw new BadParameter(parameter, expected, `${distinct.length} values`);
  return distinct;
}

function games(params: URLSearchParams, parameter: 'like' | 'unlike'): string[] {
  const expected = `at most ${MAX_SEEDS} ids or slugs such as hollow-knight, separated by commas`;
  const items = list(params, parameter, expected, MAX_SEEDS);
  for (const item of items) {
    if (!GAME_REFERENCE.test(item)) throw new BadParameter(parameter, expected, quoted(item));
  }
  return items;
}

/** An id or a slug: nothing that would need escaping in a path. */
export const GAME_REFERENCE = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}_.~-]*$/u;

function single(params: URLSearchParams, parameter: Parameter, expected: string): string | undefined {
  const values = params.getAll(parameter);
  if (values.length > 1) throw new BadParameter(parameter, `${expected}, once`, `${values.length} values`);
  return values[0];
}

function wholeNumber(
  params: URLSearchParams,
  parameter: Parameter,
  expected: string,
  pattern: RegExp,
  max: number,
): number | undefined {
  const value = single(params, parameter, expected);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!pattern.test(value) || number < 1 || number > max)
    throw new BadParameter(parameter, expected, quoted(value));
  return number;
}

const year = (params: URLSearchParams, parameter: 'from' | 'to') =>
  wholeNumber(params, parameter, 'a year of four digits', /^\d{4}$/, 9999);

/** The `limit` parameter, 1–50. @throws inside {@link parsing} only. */
const limit = (params: URLSearchParams): number =>
  wholeNumber(params, 'limit', `a whole number from 1 to ${MAX_LIMIT}`, /^\d{1,3}$/, MAX_LIMIT) ??
  DEFAULT_LIMIT;

function popularity(params: URLSearchParams): Popularity | undefined {
  const expected = POPULARITIES.join(' or ');
  const value = single(params, 'popularity', expected);
  if (value === undefined) return undefined;
  const found = POPULARITIES.find((known) => known === value);
  if (!found) throw new BadParameter('popularity', expected, quoted(value));
  return found;
}

function read(params: URLSearchParams): RecommendQuery {
  const like = games(params, 'like');
  if (like.length === 0) {
    throw new BadParameter('like', `1 to ${MAX_SEEDS} ids or slugs such as hollow-knight`, 'none');
  }
  const from = year(params, 'from');
  const to = year(params, 'to');
  if (from !== undefined && to !== undefined && from > to) {
    throw new BadParameter('from', `a year not after to=${to}`, String(from));
  }
  const known = popularity(params);
  return {
    like,
    unlike: games(params, 'unlike'),
    genre: list(params, 'genre', `at most ${MAX_FILTERS} genres by slug or name`, MAX_FILTERS),
    platform: list(params, 'platform', `at most ${MAX_FILTERS} platforms by slug or name`, MAX_FILTERS),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(known && { popularity: known }),
    limit: limit(params),
  };
}

function parsing<T>(readQuery: () => T): Parsed<T> {
  try {
    return { query: readQuery() };
  } catch (error) {
    if (error instanceof BadParameter) return { problem: error.problem };
    throw error;
  }
}

/**
 * Reads a query string: lists may be repeated or separated by commas, everything else stands once. Parameters that
 * it does not know are left to the caller, because the site's own address may carry others.
 */
export const parseRecommendQuery = (params: URLSearchParams): Parsed<RecommendQuery> =>
  parsing(() => read(params));

/** `limit` alone, by the same rules, for the answers that take no other parameter of a recommendation. */
export const parseLimit = (params: URLSearchParams): Parsed<number> => parsing(() => limit(params));

/** The query string that {@link parseRecommendQuery} reads back: parameters in one order, defaults left out. */
export function formatRecommendQuery(query: RecommendQuery): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of ['like', 'unlike', 'genre', 'platform'] as const) {
    if (query[name].length > 0) params.set(name, query[name].join(','));
  }
  for (const name of ['from', 'to', 'popularity'] as const) {
    const value = query[name];
    if (value !== undefined) params.set(name, String(value));
  }
  if (query.limit !== DEFAULT_LIMIT) params.set('limit', String(query.limit));
  return params;
}
