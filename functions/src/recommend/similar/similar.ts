import { MAX_LIST } from '@playkin/shared/parameters.ts';
import { NEIGHBORS } from '@playkin/shared/release.ts';
import { isIn } from '../../arrays/bit-set.ts';
import { at } from '../../arrays/rows.ts';
import { FIRST, firstNeighborsOf, neighborsOf, reverseNeighborsOf } from '../../release/neighbor-lists.ts';
import type { Release } from '../release/release.ts';
import { compose, type ComposeOptions, familiesOf } from './compose.ts';
import { isFilterless, passing } from './filters.ts';
import { countIn, countMatched, type Droppable, filterToDrop } from './matched.ts';
import { countFrom } from './nearest.ts';
import { byWorth, leastOf, type Order, orderOf } from './orders.ts';
import { composeProfile, type Part, type Profile } from './profile.ts';
import { seedsOf, type Similar, type SimilarQuery } from './query.ts';
import { renownOf, rerank } from './rerank.ts';
import { cosine, laidOut, SCORE_SCALE, scoreOf, scoreOne } from './score.ts';
import { diversify } from './variety.ts';

/** A list from its start, and what was passed over for its sake. */
interface Listed {
  results: Similar[];
  /** Canonical games before the list's end that are not in it because it holds enough of their series, in order. */
  rest: number[];
}

export interface SimilarAnswer extends Listed {
  profile: Profile;
  /** What the profile is the sum of. */
  parts: Part[];
  /** Those after `offset`, as {@link compose} chooses them. */
  results: Similar[];
  /**
   * Number of adult games left out that match at least as well as the last result, or that match at all where there are fewer
   * results than asked for.
   */
  withheld: number;
  /** How many games pass the filters, those of the family of a liked or unliked game not counted. */
  matched: number;
  /** Where none passes: the filter without which most would. */
  drop?: Droppable;
}

const endOf = ({ offset = 0, limit }: SimilarQuery): number => Math.min(offset + limit, MAX_LIST);

const optionsOf = (query: SimilarQuery, limit: number): ComposeOptions => ({
  limit,
  seeds: seedsOf(query),
  allOfSeries: query.allOfSeries ?? false,
});

/** Whether the precomputed neighbours are those of the query: without adult games, and of a game that is none. */
export function isPlain({ games }: Release, query: SimilarQuery): boolean {
  const { like, unlike, filters, popularity, adult = false, reverse = false, variety = 0 } = query;
  const [seed, ...others] = like;
  if (seed === undefined || others.length > 0 || unlike.length > 0) return false;
  if ((query.more?.length ?? 0) + (query.less?.length ?? 0) > 0) return false;
  if (popularity !== undefined || reverse || variety > 0) return false;
  return isFilterless(filters) && !adult && games.adult[seed] === 0;
}

/**
 * The answer to a plain query from the precomputed neighbours, scored anew from the vectors. `undefined` when {@link compose}
 * leaves fewer of them than asked for, and there are others.
 */
export function fromNeighbors(release: Release, query: SimilarQuery, profile: Profile): Listed | undefined {
  const [end, seed] = [endOf(query), at(query.like, 0)];
  if (end <= FIRST) {
    const begun = listedOf(release, query, profile, firstNeighborsOf(release.neighbors, seed));
    if (begun.results.length === end) return begun;
  }
  const neighbors = neighborsOf(release.neighbors, seed);
  const listed = listedOf(release, query, profile, neighbors);
  // Where there are fewer, no other game has enough in common with this one.
  return listed.results.length === end || neighbors.length < NEIGHBORS ? listed : undefined;
}

/** The list made of some of the nearest fifty, as far as they suffice. */
function listedOf(release: Release, query: SimilarQuery, profile: Profile, neighbors: Uint32Array): Listed {
  const nearest = laidOut(release, profile, (weightOf) =>
    Array.from(neighbors, (item) => ({ item, score: scoreOf(release, weightOf, item) })),
  );
  const ranked = rerank(release, nearest, renownOf(release, query.like));
  const byGame = new Map(ranked.map((one) => [one.item, one]));
  const { list, rest } = compose(release, byGame.keys(), optionsOf(query, endOf(query)));
  const results = list.flatMap((game) => {
    const one = byGame.get(game);
    return one === undefined ? [] : { game, score: cosine(one.score), match: one.match };
  });
  return { results, rest };
}

/** The answer by the scores of all games: exact for every query. */
export function fromIndex(release: Release, query: SimilarQuery, profile: Profile): Listed {
  const { adult = false, filters, variety = 0 } = query;
  const passes = passing(release, filters, adult);
  const end = variety > 0 ? MAX_LIST : endOf(query);
  const found = listed(release, query, orderOf(release, query, profile, passes), end);
  if (found.results.length === 0 && !isFilterless(filters)) {
    // A filter that leaves only what has nothing in common with the wishes empties no list.
    const { results, rest } = listed(release, query, byWorth(release, query, profile, passes), endOf(query));
    return { results: results.map((one) => ({ ...one, match: 0 })), rest };
  }
  if (variety === 0) return found;
  return { results: diversify(release, found.results, variety, endOf(query)), rest: found.rest };
}

/** The first `end` games of a list. Where relatives take up places, it goes on with what is farther off. */
function listed(release: Release, query: SimilarQuery, order: Order, end: number): Listed {
  // Relatives of the seeds and of each other take up places: a long list needs more than its own length.
  const fifties = Math.ceil((2 * end > NEIGHBORS ? 2 * end : end) / NEIGHBORS);
  for (let reach = NEIGHBORS * Math.max(1, fifties); ; reach *= 2) {
    const ranked = order(reach);
    const byGame = new Map(ranked.map((one) => [one.item, one]));
    const { list, rest } = compose(release, byGame.keys(), optionsOf(query, end));
    if (list.length < end && ranked.length === reach) continue;
    const results = list.flatMap((game) => {
      const one = byGame.get(game);
      return one === undefined ? [] : { game, score: cosine(Math.max(0, one.score)), match: one.match };
    });
    return { results, rest };
  }
}

function fromReverse(
  release: Release,
  query: SimilarQuery,
  profile: Profile,
  candidates: readonly number[],
): Listed {
  const passes = passing(release, query.filters, query.adult ?? false);
  const ranked = candidates
    .filter((game) => isIn(passes, game))
    .map((item) => ({ item, score: scoreOne(release, profile, item) }))
    .sort((a, b) => b.score - a.score || a.item - b.item)
    .map(({ item, score }) => ({ item, score, match: cosine(score) }));
  return listed(release, query, (reach) => ranked.slice(0, reach), endOf(query));
}

/** See {@link SimilarAnswer.withheld}. Adult games are few: only their part of the index is walked. */
function countWithheld(
  release: Release,
  query: SimilarQuery,
  profile: Profile,
  results: readonly Similar[],
): number {
  if (query.adult === true) return 0;
  const { adultGames, games } = release;
  const passes = passing(release, query.filters, true);
  const relatives = familiesOf(release, seedsOf(query));
  if (query.like.length + (query.more?.length ?? 0) === 0) {
    return countIn(release, adultGames.games, passes, relatives);
  }
  const lowest = results.reduce((least, { score }) => Math.min(least, score), 1);
  // Cosines are products over a power of two: nothing is rounded on the way back.
  const bar = results.length < endOf(query) ? leastOf(query) : Math.max(1, lowest * SCORE_SCALE);
  const counts = (game: number) => isIn(passes, game) && !relatives.has(at(games.family, game));
  return countFrom(release, adultGames.byFeature, profile, bar, counts);
}

/** The games most like what is asked for. */
export function similar(release: Release, query: SimilarQuery): SimilarAnswer {
  const { profile, parts } = composeProfile(release, query);
  const { offset = 0, reverse = false, adult = false, filters } = query;
  const candidates = reverse ? reverseNeighborsOf(release.neighbors, at(query.like, 0)) : undefined;
  const listed =
    (isPlain(release, query) ? fromNeighbors(release, query, profile) : undefined) ??
    (candidates ? fromReverse(release, query, profile, candidates) : fromIndex(release, query, profile));
  const counted = { filters, adult, relatives: familiesOf(release, seedsOf(query)), candidates };
  const matched = countMatched(release, counted);
  const drop = matched === 0 ? filterToDrop(release, counted) : undefined;
  return {
    profile,
    parts,
    results: listed.results.slice(offset),
    rest: listed.rest,
    withheld: candidates ? 0 : countWithheld(release, query, profile, listed.results),
    matched,
    ...(drop && { drop }),
  };
}
