import { quoted } from '@playkin/shared/parameter-kinds.ts';
import { parseGameReference } from '@playkin/shared/game-reference.ts';
import { MAX_SEARCH_LENGTH } from '@playkin/shared/parameters.ts';
import { at } from '../../arrays/rows.ts';
import { ProblemError } from '../../problem.ts';
import type { Release } from '../release/release.ts';
import { search } from '../search/search.ts';
import { didYouMean, MAX_SUGGESTIONS } from './suggestions.ts';

/** Binary search in the ascending part `from … to - 1` of the ids. */
function findId(ids: Uint32Array, id: number, from: number, to: number): number | undefined {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(ids, middle) < id) low = middle + 1;
    else high = middle;
  }
  return low < to && ids[low] === id ? low : undefined;
}

/**
 * The game of a reference such as `14593.hollow-knight`, by its id, or of a slug. Digits alone are an id first: a slug made of
 * digits ("1942") is only found where no game has that id, as addresses had it before they named ids.
 */
export function findGame(release: Release, reference: string): number | undefined {
  const { canonicalCount, gameCount, games } = release;
  const { id, slug } = parseGameReference(reference);
  if (id !== undefined) {
    const game = findId(games.id, id, 0, canonicalCount) ?? findId(games.id, id, canonicalCount, gameCount);
    if (game !== undefined || slug !== '') return game;
  }
  return release.slugs.find(reference);
}

/** IGDB tells games of one name apart by a number at the end of the slug: prey--1. */
const SLUG_NUMBER = /--\d+$/;

function nearGames(release: Release, reference: string): { slug: string; name: string }[] {
  const { slug: given } = parseGameReference(reference);
  const slug = given === '' ? reference : given;
  if (slug.length > MAX_SEARCH_LENGTH) return [];
  const { adult, name, slug: slugs } = release.games;
  const leftOut = { which: adult, games: new Set<number>() };
  return search(release.search, slug.replace(SLUG_NUMBER, ''), MAX_SUGGESTIONS, leftOut).map(({ game }) => ({
    slug: slugs.at(game),
    name: name.at(game),
  }));
}

/** {@link findGame}, or else a {@link ProblemError} with status 404 that names the parameter, where one is at fault, and near games. */
export function gameOr404(release: Release, idOrSlug: string, parameter?: string): number {
  const game = findGame(release, idOrSlug);
  if (game !== undefined) return game;
  const where = parameter === undefined ? '' : `${parameter}: `;
  const missing = `There is no game with the id or slug ${quoted(idOrSlug)}.`;
  throw new ProblemError(404, where + missing + didYouMean(nearGames(release, idOrSlug)), parameter);
}
