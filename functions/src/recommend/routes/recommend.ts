import type { RecommendAnswer, RecommendQuery, Recommendation } from '@playkin/shared/api.ts';
import { CURSOR, MAX_LIMIT, MAX_LIST } from '@playkin/shared/parameters.ts';
import { formatQuery } from '@playkin/shared/query.ts';
import { WEIGHT_SCALE } from '@playkin/shared/release.ts';
import { at } from '../../arrays/rows.ts';
import { gameCard } from './game-card.ts';
import { readQuery } from './read-query.ts';
import { ProblemError } from '../../problem.ts';
import type { Release } from '../release/release.ts';
import { similar, type SimilarAnswer } from '../similar/similar.ts';
import { explain, type Explanation } from '../why/why.ts';
import { type Fields, withFields } from './fields.ts';
import { filtersOf, wishesOf } from './question.ts';
import { CACHED, urlOf } from './route.ts';
import type { Route } from './route.ts';

/** How many results come before the page. @throws {@link ProblemError} 400; 410 when its list is of another release */
function offsetOf(release: Release, cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const [, ofRelease = '', offset = ''] = CURSOR.exec(cursor) ?? [];
  if (ofRelease !== release.name) {
    const detail = `cursor: The list was made from release ${ofRelease}; now there is ${release.name}. Ask again without a cursor.`;
    throw new ProblemError(410, detail, 'cursor');
  }
  if (Number(offset) < MAX_LIST) return Number(offset);
  throw new ProblemError(
    400,
    `cursor: expected at most ${MAX_LIST - 1} results before, found ${offset}.`,
    'cursor',
  );
}

function checkReverse({ direction, like, unlike, more, less, popularity, variety }: RecommendQuery) {
  if (direction !== 'reverse') return;
  const others = unlike.length + more.length + less.length;
  if (like.length === 1 && others === 0 && typeof popularity !== 'number' && variety === 0) return;
  const detail =
    'direction: expected one game in like beside reverse, and neither unlike, more, less, variety nor a number as popularity.';
  throw new ProblemError(400, detail, 'direction');
}

function resultsOf(
  release: Release,
  { lang }: RecommendQuery,
  { profile, parts, results }: SimilarAnswer,
  fields: Fields,
): Recommendation[] {
  const explained = fields.length === 0 || EXPLAINING.some((field) => fields.includes(field));
  return results.map(({ game, score, match }) => {
    const reasons = explained && score > 0 ? explain(release, profile, game, parts) : NOTHING_SHARED;
    const { why, against, others, seeds } = reasons;
    return withFields<Recommendation>(fields, gameCard(release, game, lang), {
      score,
      match,
      why,
      ...(against.length > 0 && { against }),
      others,
      ...(seeds.length > 0 && { seeds }),
    });
  });
}

const EXPLAINING = ['why', 'against', 'others', 'seeds'] as const;
/** Of a game that is listed for its filters alone. */
const NOTHING_SHARED: Explanation = { why: [], against: [], others: 0, seeds: [] };

function answer(release: Release, query: RecommendQuery): Omit<RecommendAnswer, 'release'> {
  checkReverse(query);
  const wishes = wishesOf(release, query);
  const offset = offsetOf(release, query.cursor);
  const { limit, popularity, variety } = query;
  const found = similar(release, {
    ...wishes,
    filters: filtersOf(release, query),
    popularity: typeof popularity === 'number' ? popularity : undefined,
    variety,
    reverse: query.direction === 'reverse',
    adult: query.adult === 'include',
    allOfSeries: query.series === 'all',
    offset,
    limit,
  });
  const { results, rest, withheld, matched, drop } = found;
  const end = offset + results.length;
  return {
    seeds: wishes.like.map((game) => gameCard(release, game, query.lang)),
    results: resultsOf(release, query, found, query.fields),
    matched,
    ...(drop && { drop }),
    // The page after may be empty: whether the list goes on is known only when it has been made.
    ...(results.length === limit && end < Math.min(matched, MAX_LIST) && { next: `${release.name}.${end}` }),
    rest: rest.slice(0, MAX_LIMIT).map((game) => gameCard(release, game)),
    withheld,
    littleKnown: wishes.like
      .filter((game) => knownPart(release, game) < LITTLE_KNOWN)
      .map((game) => at(release.games.id, game)),
  };
}

/** At 335,000 games one in seven is known by less; of the three thousand best-known none. */
const LITTLE_KNOWN = 0.25;

/** How much of a game is known, 0–1: the square of its vector's length. */
function knownPart({ vectors }: Release, game: number): number {
  let squares = 0;
  for (let i = at(vectors.start, game); i < at(vectors.start, game + 1); i++) {
    squares += (at(vectors.weights, i) / WEIGHT_SCALE) ** 2;
  }
  return squares;
}

/** GET /api/recommend */
export const recommendRoute: Route = (params) => {
  const query = readQuery('recommend', params);
  return {
    url: urlOf('/api/recommend', formatQuery('recommend', query)),
    cacheControl: CACHED,
    answer: ({ release }) => answer(release, query),
  };
};
