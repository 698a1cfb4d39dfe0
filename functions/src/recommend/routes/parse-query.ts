import type { RecommendQuery } from '@playkin/shared/api.ts';
import {
  type Parsed,
  parseLimit,
  parseRecommendQuery,
  quoted,
  RECOMMEND_PARAMETERS,
} from '@playkin/shared/query.ts';
import { ProblemError } from '../../problem.ts';
import { MAX_SEARCH_LENGTH } from '../search/search.ts';

/** What reading a query string leaves of bytes that are not UTF-8. No title contains it. */
const REPLACEMENT_CHARACTER = '\ufffd';
const SEARCH_PARAMETERS = ['q', 'limit'] as const;

export interface SearchQuery {
  /** Without spaces around it; empty: the best-known games. */
  q: string;
  limit: number;
}

/** @throws {@link ProblemError} for a parameter that is none of `known`: a typo must not pass for no parameter. */
export function rejectUnknown(params: URLSearchParams, known: readonly string[]): void {
  const unknown = [...params.keys()].find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const expected = known.length > 0 ? `only ${known.join(', ')}` : 'no query parameters';
  throw new ProblemError(
    400,
    `Unknown parameter ${quoted(unknown)}: expected ${expected}.`,
    unknown.slice(0, 40),
  );
}

function valid<T>(parsed: Parsed<T>): T {
  if ('query' in parsed) return parsed.query;
  throw new ProblemError(400, parsed.problem.detail, parsed.problem.parameter);
}

/** @throws {@link ProblemError} */
export function recommendQuery(params: URLSearchParams): RecommendQuery {
  rejectUnknown(params, RECOMMEND_PARAMETERS);
  return valid(parseRecommendQuery(params));
}

/** @throws {@link ProblemError} */
export function searchQuery(params: URLSearchParams): SearchQuery {
  rejectUnknown(params, SEARCH_PARAMETERS);
  const values = params.getAll('q');
  const q = values[0]?.trim() ?? '';
  if (values.length > 1)
    throw new ProblemError(400, `q: expected one title, found ${values.length} values.`, 'q');
  if (q.length > MAX_SEARCH_LENGTH) {
    const detail = `q: expected at most ${MAX_SEARCH_LENGTH} characters, found ${q.length}.`;
    throw new ProblemError(400, detail, 'q');
  }
  if (q.includes(REPLACEMENT_CHARACTER)) {
    throw new ProblemError(400, `q: expected UTF-8 percent-encoding, found ${quoted(q)}.`, 'q');
  }
  return { q, limit: valid(parseLimit(params)) };
}
