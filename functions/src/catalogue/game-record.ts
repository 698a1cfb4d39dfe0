import { createHash } from 'node:crypto';
import { CatalogueError } from './catalogue-error.ts';
import { hash32 } from './derive-ids.ts';
import { DICTIONARIES, type DictionaryEntry } from './dictionaries.ts';
import { type Facts, GAME_TYPES, LANGUAGES, type LocalizedIn, type PlacedFacts, titleOf } from './facts.ts';
import { type Numbering, partKey } from './numbering.ts';
import { slugOf } from './slug.ts';

/** A game as `POST /v4/games` serves it with its references expanded; see https://api-docs.igdb.com/#game. */
export interface GameRecord extends Record<string, unknown> {
  id: number;
}

/** @throws CatalogueError for a genre, platform … that IGDB does not have, and for a parent that is not there. */
export function gameRecord({ file, line, facts }: PlacedFacts, numbering: Numbering): GameRecord {
  const title = titleOf(facts);
  const fail = (problem: string): never => {
    throw new CatalogueError(file, line, `${title}: ${problem}`);
  };
  const known = (dictionary: DictionaryName, names: string[] = []) =>
    names
      .map(
        (name) =>
          DICTIONARIES[dictionary].find((entry) => entry.name === name) ?? fail(`no ${dictionary} ${name}`),
      )
      .sort((a, b) => a.id - b.id);
  const gameId = (other: string | undefined) =>
    other === undefined ? undefined : (numbering.games.get(other) ?? fail(`there is no ${other}`));
  const slug = numbering.slugs.get(title) ?? '';

  return withOrigin(facts, {
    id: numbering.games.get(title) ?? fail('has no id'),
    name: facts.name,
    slug,
    url: `https://www.igdb.com/games/${slug}`,
    summary: facts.about,
    game_type: GAME_TYPES[facts.type ?? 'main'],
    first_release_date: Date.parse(facts.released) / 1000,
    parent_game: gameId(facts.parent),
    version_parent: gameId(facts.version_of),
    version_title: facts.edition,
    genres: known('genres', facts.genres),
    themes: known('themes', facts.themes),
    game_modes: known('game_modes', facts.modes),
    player_perspectives: known('player_perspectives', facts.perspectives),
    platforms: known('platforms', facts.platforms),
    keywords: entries(numbering.keywords, facts.keywords),
    collections: entries(numbering.collections, [facts.series]),
    franchises: entries(numbering.franchises, [facts.franchise]),
    game_engines: entries(numbering.engines, [facts.engine]),
    involved_companies: involvedCompanies(facts, numbering),
    ...otherNames(facts, numbering),
    cover:
      facts.cover === undefined
        ? undefined
        : { id: numbering.covers.get(facts.cover), image_id: facts.cover },
    rating: facts.rating,
    rating_count: facts.ratings,
    total_rating: facts.rating,
    total_rating_count: facts.ratings,
  });
}

/** Names for regions are localizations, all others alternative names, with a comment where the language is known. */
function otherNames(facts: Facts, numbering: Numbering) {
  const withId = (name: string, other: object) => ({
    id: numbering.otherNames.get(partKey(titleOf(facts), name)),
    name,
    ...other,
  });
  const named = Object.entries(facts.localized ?? {}).map(([language, names]) => ({
    names,
    told: LANGUAGES[language as LocalizedIn],
  }));
  const inRegion = named.filter(({ told }) => 'region' in told);
  return {
    alternative_names: [
      ...(facts.aka ?? []).map((name) => withId(name, {})),
      ...named
        .filter(({ told }) => 'comment' in told)
        .flatMap(({ names, told }) => names.map((name) => withId(name, told))),
    ],
    game_localizations: inRegion.flatMap(({ names, told }) => names.map((name) => withId(name, told))),
  };
}

type DictionaryName = Exclude<keyof typeof DICTIONARIES, 'game_types'>;

function entries(ids: ReadonlyMap<string, number>, names: (string | undefined)[]): DictionaryEntry[] {
  return names
    .filter((name) => name !== undefined)
    .map((name) => ({ id: ids.get(name) ?? 0, name, slug: slugOf(name) }))
    .sort((a, b) => a.id - b.id);
}

function involvedCompanies(facts: Facts, numbering: Numbering) {
  return [...new Set([...facts.developers, ...facts.publishers])].map((name) => ({
    id: numbering.involvements.get(partKey(titleOf(facts), name)),
    company: { id: numbering.companies.get(name), name, slug: slugOf(name) },
    developer: facts.developers.includes(name),
    publisher: facts.publishers.includes(name),
    porting: false,
    supporting: false,
  }));
}

/** The day from which the records are said to have been made, one by one over a year. */
const FIRST_DAY = Date.parse('2024-01-01') / 1000;
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Adds times and checksum, which depend on nothing but what the record says, and leaves out what is undefined or empty. */
function withOrigin(facts: Facts, record: GameRecord): GameRecord {
  const present = Object.entries(record).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  const content = JSON.stringify(present);
  const createdAt = FIRST_DAY + (hash32(titleOf(facts)) % YEAR_SECONDS);
  return {
    ...Object.fromEntries(present),
    id: record.id,
    created_at: createdAt,
    updated_at: createdAt + (hash32(content) % YEAR_SECONDS),
    checksum: uuidOf(content),
  };
}

/** The form of a UUID, as IGDB's checksums have it. */
function uuidOf(content: string): string {
  const hash = createHash('sha256').update(content).digest('hex');
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    hash.slice(12, 16),
    hash.slice(16, 20),
    hash.slice(20, 32),
  ].join('-');
}
