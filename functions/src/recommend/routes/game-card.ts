import type { GameCard } from '@playkin/shared/api.ts';
import { TAG_KINDS, UNKNOWN_RATING, UNKNOWN_YEAR } from '@playkin/shared/release.ts';
import type { TagKind } from '@playkin/shared/release.ts';
import { at } from '../../arrays/rows.ts';
import type { Release } from '../release/release.ts';

/** Names of the game's tags of one kind, in the release's order. */
export function tagNames({ games, tags }: Release, game: number, kind: TagKind): string[] {
  const names: string[] = [];
  for (let i = at(games.tags.start, game); i < at(games.tags.start, game + 1); i++) {
    const tag = at(games.tags.values, i);
    if (TAG_KINDS[at(tags.kind, tag)] === kind) names.push(tags.name.at(tag));
  }
  return names;
}

/** Year of first release; `undefined` when unknown. */
export function yearOf({ games }: Release, game: number): number | undefined {
  const year = at(games.year, game);
  return year === UNKNOWN_YEAR ? undefined : year;
}

export function gameCard(release: Release, game: number): GameCard {
  const { games } = release;
  const year = yearOf(release, game);
  const cover = games.cover.at(game);
  const rating = at(games.rating, game);
  return {
    id: at(games.id, game),
    slug: games.slug.at(game),
    name: games.name.at(game),
    ...(year !== undefined && { year }),
    platforms: tagNames(release, game, 'platform'),
    genres: tagNames(release, game, 'genre'),
    ...(cover !== '' && { cover }),
    ...(rating !== UNKNOWN_RATING && { rating }),
    ratings: at(games.ratings, game),
    ...(at(games.adult, game) === 1 && { adult: true }),
  };
}
