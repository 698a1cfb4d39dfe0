import { CatalogueError } from './catalogue-error.ts';
import type { CatalogueLine } from './file.ts';

/** What the bundled catalogue says of a game: a line of functions/catalogue/*.jsonl. */
export interface Facts {
  name: string;
  /** Other names, and acronyms that people type. */
  aka?: string[];
  /** ISO 639-1 code → its titles in that language. */
  localized?: Partial<Record<LocalizedIn, string[]>>;
  /** YYYY-MM-DD */
  released: string;
  /** Default: main. */
  type?: GameTypeName;
  /** `Name (year)` of the game that this one extends, remakes, or brings elsewhere. */
  parent?: string;
  /** `Name (year)` of the game that this one is an edition of. */
  version_of?: string;
  /** The edition's title. */
  edition?: string;
  genres: string[];
  themes?: string[];
  keywords: string[];
  modes: string[];
  perspectives?: string[];
  platforms: string[];
  developers: string[];
  publishers: string[];
  series?: string;
  franchise?: string;
  engine?: string;
  /** 0–100 */
  rating: number;
  /** How many rated it. */
  ratings: number;
  about: string;
  /** IGDB's id of the game. Default: one derived from its name and year. */
  id?: number;
  /** IGDB's id of the cover image. */
  cover?: string;
}

/** Facts, and where they stand. */
export interface PlacedFacts {
  file: string;
  line: number;
  facts: Facts;
}

/** IGDB's game types, by the names used in the catalogue. */
export const GAME_TYPES = {
  main: 0,
  dlc: 1,
  expansion: 2,
  bundle: 3,
  'standalone expansion': 4,
  mod: 5,
  episode: 6,
  season: 7,
  remake: 8,
  remaster: 9,
  expanded: 10,
  port: 11,
  fork: 12,
  pack: 13,
  update: 14,
} as const;

/** Languages that the catalogue has titles in: what IGDB comments such a name with, or the region that it has it for. */
export const LANGUAGES = {
  ar: { comment: 'Arabic title' },
  ja: { region: { id: 3, name: 'Japan', identifier: 'ja-JP' } },
  ko: { region: { id: 2, name: 'Korea', identifier: 'ko-KR' } },
  pl: { comment: 'Polish title' },
  ru: { comment: 'Russian title' },
  uk: { comment: 'Ukrainian title' },
  zh: { comment: 'Chinese title - simplified' },
} as const;

export type LocalizedIn = keyof typeof LANGUAGES;

export type GameTypeName = keyof typeof GAME_TYPES;

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string' && value !== '';
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isNumber: Check = (value) => typeof value === 'number';
const isDate: Check = (value) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));

const CHECKS: Readonly<Record<keyof Facts, Check>> = {
  name: isText,
  aka: isTexts,
  localized: (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(([language, names]) => Object.hasOwn(LANGUAGES, language) && isTexts(names)),
  released: isDate,
  type: (value) => typeof value === 'string' && Object.hasOwn(GAME_TYPES, value),
  parent: isText,
  version_of: isText,
  edition: isText,
  genres: isTexts,
  themes: isTexts,
  keywords: isTexts,
  modes: isTexts,
  perspectives: isTexts,
  platforms: isTexts,
  developers: isTexts,
  publishers: isTexts,
  series: isText,
  franchise: isText,
  engine: isText,
  rating: isNumber,
  ratings: isNumber,
  about: isText,
  id: isNumber,
  cover: isText,
};

const REQUIRED: readonly (keyof Facts)[] = [
  'name',
  'released',
  'genres',
  'keywords',
  'modes',
  'platforms',
  'developers',
  'publishers',
  'rating',
  'ratings',
  'about',
];

/** @throws CatalogueError for a key that is missing, unknown, or holds something else than it should. */
export function readFacts(file: string, { line, record }: CatalogueLine): Facts {
  const missing = REQUIRED.find((key) => !Object.hasOwn(record, key));
  if (missing !== undefined) throw new CatalogueError(file, line, `lacks ${missing}`);
  for (const [key, value] of Object.entries(record)) {
    const check = Object.hasOwn(CHECKS, key) ? CHECKS[key as keyof Facts] : undefined;
    if (check === undefined) throw new CatalogueError(file, line, `unknown key ${key}`);
    if (!check(value)) throw new CatalogueError(file, line, `${key} cannot be ${JSON.stringify(value)}`);
  }
  return record as unknown as Facts;
}

/** How lines name a game: `Name (year)`. */
export const titleOf = ({ name, released }: Facts): string => `${name} (${released.slice(0, 4)})`;
