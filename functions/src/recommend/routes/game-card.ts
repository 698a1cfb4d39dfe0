import type { GameCard } from '@playkin/shared/api.ts';
import { LANGUAGES, TAG_KINDS, UNKNOWN_RATING, UNKNOWN_YEAR } from '@playkin/shared/release.ts';
import type { Language, TagKind } from '@playkin/shared/release.ts';
import { at, firstAt } from '../../arrays/rows.ts';
import type { Release } from '../release/release.ts';

/** Names of the game's tags of one kind, in the release's order. */
export function tagNames(release: Release, game: number, kind: TagKind): string[] {
  const { games, tags } = release;
  const wanted = TAG_KINDS.indexOf(kind);
  const names: string[] = [];
  const end = games.tags.start[game + 1] ?? 0;
  for (let i = games.tags.start[game] ?? 0; i < end; i++) {
    const tag = games.tags.values[i] ?? 0;
    if (tags.kind[tag] === wanted) names.push(nameOf(release, tag));
  }
  return names;
}

/** Tags on cards: all platforms and genres, and some of those that only a game's own page has. */
const NAMES_KEPT = 2_000;

const NAMES = new WeakMap<Release, Map<number, string>>();

/** Most tags on a list are the same few. */
function nameOf(release: Release, tag: number): string {
  let names = NAMES.get(release);
  if (names === undefined) NAMES.set(release, (names = new Map()));
  let name = names.get(tag);
  if (name === undefined) {
    name = release.tags.name.at(tag);
    if (names.size < NAMES_KEPT) names.set(tag, name);
  }
  return name;
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
  // Ten of them in each list: spreading what may be missing would take longer than all the rest.
  const card: Partial<GameCard> = {
    id: at(games.id, game),
    slug: games.slug.at(game),
    name: games.name.at(game),
  };
  if (local !== undefined) card.localName = local;
  if (year !== undefined) card.year = year;
  card.platforms = tagNames(release, game, 'platform');
  card.genres = tagNames(release, game, 'genre');
  if (cover !== '') card.cover = cover;
  if (rating !== UNKNOWN_RATING) card.rating = rating;
  card.ratings = at(games.ratings, game);
  if (at(games.adult, game) === 1) card.adult = true;
  return card as GameCard;
}
