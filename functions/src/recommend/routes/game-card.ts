import type { GameCard } from '@playkin/shared/api.ts';
import { LANGUAGES, TAG_KINDS, UNKNOWN_RATING, UNKNOWN_YEAR } from '@playkin/shared/release.ts';
import type { Language, TagKind } from '@playkin/shared/release.ts';
import { at, firstAt } from '../../arrays/rows.ts';
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

/** The game's first name in that language. */
function localName({ search }: Release, game: number, lang: Language): string | undefined {
  const { aliases } = search;
  const language = LANGUAGES.indexOf(lang);
  for (let i = firstAt(aliases.game, game); aliases.game[i] === game; i++) {
    if (aliases.language[i] === language) return aliases.alias.at(i);
  }
  return undefined;
}

/** @param lang where given, the card has the game's name in that language too */
export function gameCard(release: Release, game: number, lang?: Language): GameCard {
  const { games } = release;
  const year = yearOf(release, game);
  const cover = games.cover.at(game);
  const rating = at(games.rating, game);
  const local = lang === undefined ? undefined : localName(release, game, lang);
  return {
    id: at(games.id, game),
    slug: games.slug.at(game),
    name: games.name.at(game),
    ...(local !== undefined && { localName: local }),
    ...(year !== undefined && { year }),
    platforms: tagNames(release, game, 'platform'),
    genres: tagNames(release, game, 'genre'),
    ...(cover !== '' && { cover }),
    ...(rating !== UNKNOWN_RATING && { rating }),
    ratings: at(games.ratings, game),
    ...(at(games.adult, game) === 1 && { adult: true }),
  };
}
