import { type Endpoint, quoted } from '@playkin/shared/parameter-kinds.ts';
import { namesIn, type Query } from '@playkin/shared/parameters.ts';
import { parseQuery } from '@playkin/shared/query.ts';
import { ProblemError } from '../../problem.ts';

/**
 * The query of a request. A parameter that the endpoint does not take is refused: a typo must not pass for no parameter.
 *
 * @throws {@link ProblemError} 400 that names the parameter at fault
 */
export function readQuery<E extends Endpoint>(endpoint: E, params: URLSearchParams): Query<E> {
  const known: readonly string[] = namesIn(endpoint);
  const unknown = [...params.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const expected = known.length > 0 ? `only ${known.join(', ')}` : 'no query parameters';
    const detail = `Unknown parameter ${quoted(unknown)}: expected ${expected}.`;
    throw new ProblemError(400, detail, unknown.slice(0, 40));
  }
  const parsed = parseQuery(endpoint, params);
  if ('query' in parsed) return parsed.query;
  throw new ProblemError(400, parsed.problem.detail, parsed.problem.parameter);
}
