import { foldWords } from '@playkin/shared/fold.ts';
import { parseWeighted } from '@playkin/shared/game-reference.ts';
import { quoted } from '@playkin/shared/parameter-kinds.ts';
import { GAME_TYPES, type Query, TAG_FILTERS } from '@playkin/shared/parameters.ts';
import { at } from '../../arrays/rows.ts';
import { ProblemError } from '../../problem.ts';
import type { Release } from '../release/release.ts';
import { type Dial, dialsOf } from '../similar/dials.ts';
import type { Filters } from '../similar/filters.ts';
import type { Wishes } from '../similar/profile.ts';
import { gameOr404 } from './find-game.ts';
import { didYouMean, nearOptions } from './suggestions.ts';
import { tagsNamed } from './tag-filters.ts';

/** What /api/recommend and /api/filters are asked alike. */
type Question = Query<'filters'>;

/** The dial of that slug or name. @throws {@link ProblemError} 400 */
function dialNamed(release: Release, slugOrName: string, parameter: 'more' | 'less'): Dial {
  const dials = dialsOf(release);
  const found = dials.get(foldWords(slugOrName).join('-'));
  if (found !== undefined) return found;
  const near = nearOptions([...dials.values()], slugOrName);
  const detail = `${parameter}: expected a trait listed by /api/traits, found ${quoted(slugOrName)}.`;
  throw new ProblemError(400, detail + didYouMean(near), parameter);
}

/** Canonical games, each once, with their weights: an edition stands for the game it folds onto. */
function canonicalGames(
  release: Release,
  references: readonly string[],
  parameter: 'like' | 'unlike' | 'exclude',
): Map<number, number> {
  const weights = new Map<number, number>();
  for (const text of references) {
    const { reference, weight } = parseWeighted(text);
    const game = at(release.games.canonical, gameOr404(release, reference, parameter));
    weights.set(game, Math.max(weight, weights.get(game) ?? 0));
  }
  return weights;
}

/** Half of a liked game taken away from itself is its own direction again, with higher scores: no answer to anything. */
function rejectBoth(
  release: Release,
  like: ReadonlyMap<number, number>,
  unlike: ReadonlyMap<number, number>,
) {
  const both = [...unlike.keys()].find((game) => like.has(game));
  if (both === undefined) return;
  const found = `${release.games.slug.at(both)}, which like names too, itself or by an edition`;
  throw new ProblemError(400, `unlike: expected other games than like has, found ${found}.`, 'unlike');
}

/** Games and traits that are asked for. @throws {@link ProblemError} 400 or 404 */
export function wishesOf(
  release: Release,
  query: Pick<Question, 'like' | 'unlike'> & Partial<Pick<Question, 'more' | 'less'>>,
): Wishes {
  const like = canonicalGames(release, query.like, 'like');
  const unlike = canonicalGames(release, query.unlike, 'unlike');
  rejectBoth(release, like, unlike);
  const dials = (parameter: 'more' | 'less') => [
    ...new Set((query[parameter] ?? []).map((name) => dialNamed(release, name, parameter))),
  ];
  const more = dials('more');
  const less = dials('less');
  const both = less.find((dial) => more.includes(dial));
  if (both) {
    const detail = `less: expected other traits than more has, found ${both.slug}, which more names too.`;
    throw new ProblemError(400, detail, 'less');
  }
  return {
    like: [...like.keys()],
    unlike: [...unlike.keys()],
    weights: new Map([...like, ...unlike]),
    more,
    less,
  };
}

/** @throws {@link ProblemError} 400 or 404 */
export function filtersOf(release: Release, query: Question): Filters {
  const { from, to, popularity, rating, ratings, type, status, exclude } = query;
  return {
    tags: TAG_FILTERS.map((filter) => query[filter].flatMap((name) => tagsNamed(release, filter, name))),
    from,
    to,
    popularity: typeof popularity === 'number' ? undefined : popularity,
    rating,
    ratings,
    types: type.map((name) => GAME_TYPES[name]),
    coming: status === 'coming',
    exclude: [...canonicalGames(release, exclude, 'exclude').keys()],
  };
}
