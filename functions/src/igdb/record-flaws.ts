import { isJsonObject } from '@playkin/shared/json.ts';

/**
 * What a field of a record is expected to hold, in the words of a reject's reason, and whether a value is that. What is absent or
 * null is no flaw: IGDB leaves out what it does not know.
 */
interface Kind {
  expected: string;
  holds: (value: unknown) => boolean;
}

const MAX_RATING = 100;
/** Ten digits of seconds, which the SQL reads (1-staging): from 1653 to 2286. */
const MAX_SECONDS = 9_999_999_999;

const isWhole = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value);
const isId = (value: unknown) =>
  (isWhole(value) && value >= 0) || (typeof value === 'string' && /^\d+$/.test(value));

const RATING: Kind = {
  expected: `a number from 0 to ${MAX_RATING}`,
  holds: (value) => typeof value === 'number' && value >= 0 && value <= MAX_RATING,
};
const COUNT: Kind = { expected: 'a whole number from 0', holds: (value) => isWhole(value) && value >= 0 };
const TIME: Kind = {
  expected: 'seconds since 1970',
  holds: (value) => isWhole(value) && Math.abs(value) <= MAX_SECONDS,
};
/** A number is as good as its digits, to the SQL as well. */
const TEXT: Kind = { expected: 'text', holds: (value) => typeof value !== 'object' };
const LIST: Kind = { expected: 'a list', holds: Array.isArray };
const REFERENCE: Kind = {
  expected: 'an id, or an object with one',
  holds: (value) => isId(value) || (isJsonObject(value) && isId(value['id'])),
};

/** Real names have up to 206 characters. Of a longer one the SQL takes the beginning. */
const MAX_NAME = 300;
const NAME: Kind = {
  expected: `at most ${MAX_NAME} characters`,
  holds: (value) => typeof value !== 'string' || value.length <= MAX_NAME || [...value].length <= MAX_NAME,
};
/** It becomes part of addresses; real ones are letters, digits and hyphens, up to 125. */
const SLUG: Kind = {
  expected: 'at most 250 letters, digits, or any of - _ . ~',
  holds: (value) => typeof value !== 'object' && /^[^\p{Cc} -,/:-@[-^`{-}]{1,250}$/u.test(String(value)),
};
/** It becomes part of addresses too; real ones are letters and digits, up to 20. */
const COVER: Kind = {
  expected: 'a cover whose image_id is at most 64 letters, digits, or any of - _',
  holds: (value) =>
    !isJsonObject(value) ||
    value['image_id'] === undefined ||
    value['image_id'] === null ||
    (typeof value['image_id'] !== 'object' && /^[A-Za-z0-9_-]{1,64}$/.test(String(value['image_id']))),
};

/** The fields that tables are built from, besides those without which a record is none: id and updated_at. */
const FIELDS: Readonly<Record<string, Kind>> = {
  name: NAME,
  cover: COVER,
  rating: RATING,
  total_rating: RATING,
  rating_count: COUNT,
  total_rating_count: COUNT,
  first_release_date: TIME,
  slug: SLUG,
  summary: TEXT,
  storyline: TEXT,
  version_title: TEXT,
  game_type: REFERENCE,
  category: REFERENCE,
  game_status: REFERENCE,
  status: REFERENCE,
  parent_game: REFERENCE,
  version_parent: REFERENCE,
  genres: LIST,
  themes: LIST,
  keywords: LIST,
  game_modes: LIST,
  player_perspectives: LIST,
  platforms: LIST,
  involved_companies: LIST,
  collections: LIST,
  franchises: LIST,
  game_engines: LIST,
  alternative_names: LIST,
  bundles: LIST,
  dlcs: LIST,
  expanded_games: LIST,
  expansions: LIST,
  ports: LIST,
  remakes: LIST,
  remasters: LIST,
  standalone_expansions: LIST,
};
const CHECKED = Object.entries(FIELDS);

const SHOWN_CHARACTERS = 40;

/**
 * Fields that hold something else than they should, one sentence each: `total_rating is 250, expected a number from 0 to 100`.
 * The SQL takes each for null, and of a name that is too long the beginning.
 */
export function flawsOf(record: Readonly<Record<string, unknown>>): string[] {
  const flaws: string[] = [];
  for (const [field, { expected, holds }] of CHECKED) {
    const value = record[field];
    if (value === undefined || value === null || holds(value)) continue;
    flaws.push(`${field} is ${shown(value)}, expected ${expected}`);
  }
  return flaws;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`.toWellFormed();
}
