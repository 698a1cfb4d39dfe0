/**
 * What `publish` writes and `recommend` reads.
 *
 *     releases/<release>/manifest.json
 *     releases/<release>/{games,tags,aliases,vectors,neighbors,search,summaries}.bin
 *     latest.json                          { "release": "<release>" }, written last
 *     night.json                           how the stages stand (NightReport in api.ts), so that recommend can tell without a warehouse
 *
 * Games are numbered 0 … n-1, the canonical ones (which have a vector) first, by id; then the editions, ports and
 * add-ons that fold onto them, by id. "Game" below means that number unless it says id.
 *
 * games.bin, one element a game:
 *   id u32, canonical u32 (game), family u32 (canonical game: equal for a game and its remakes, remasters and expanded
 *   games), recommended u8 (0 = found by search, never recommended; 2 = not released
 *   yet: recommended only where that is asked for), adult u8 (1 = meant for adults), year i16 (0 = unknown), rating u8 (0–100, 255 = unknown),
 *   ratings u32 (how many users rated it), renown u16 (0 to 1 by ratings, in units of 1 / WEIGHT_SCALE), type u8 (IGDB game_type), name, slug, cover (IGDB image id, '' = none): strings,
 *   tagStart u32 (n + 1 elements): the game's tags are tags[tagStart[g] … tagStart[g + 1] - 1], tags u32;
 *   seriesStart u32 (n + 1), series u32: in the same way the series that the game is of, numbers that mean nothing else;
 *   summaryStart u32 (n + 1): its summary is those bytes of all summaries end to end; summaryBlocks.text u32 and summaryBlocks.file u32
 *   (one element more than there are blocks): where each block begins in all summaries, and in summaries.bin
 * tags.bin, one element a tag: kind u8 (index in TAG_KINDS), name, slug: strings
 * aliases.bin, one element an alias, by game: game u32, alias: strings (alternative names and edition titles), language u8 (index
 *   in LANGUAGES)
 * vectors.bin: feature table kind u8 (index in FEATURE_KINDS), name: strings;
 *   start u32 (canonical count + 1), feature u32, weight u16 (in units of 1 / WEIGHT_SCALE; a vector's length is
 *   at most 1: what is missing to 1 is unknown of the game); inferred u8: a bit for each weight, eight to a byte, the lowest first
 *   (1 = a concept that nothing written about the game mentions; the column is missing in releases that do not tell)
 * neighbors.bin: up to NEIGHBORS games for each canonical game, as functions/src/release/neighbor-lists.ts has them
 * search.bin: the words of names and aliases, as functions/src/recommend/search/stored-titles.ts has them
 * summaries.bin: Zstandard frames of UTF-8 text end to end, one for each block, so that one summary is one range read
 *
 * All but summaries.bin are packed: functions/src/release/packed.ts.
 */
export const RELEASE_FORMAT = 5;
/**
 * The format before, which recommend reads as well: a deploy meets the release of the night before, and a rollback the other way
 * round keeps the release that it has. Format 4 is not packed: its files are columns as they lie. It has no search.bin; neighbors.bin has
 * one column neighbor u32, NEIGHBORS elements for each canonical game, padded with NO_GAME; summaries.bin is the text itself.
 */
export const FORMAT_BEFORE = 4;

export const LATEST_PATH = 'latest.json';
export const NIGHT_PATH = 'night.json';
export const RELEASES_PREFIX = 'releases/';
export const RELEASE_FILES = [
  'games',
  'tags',
  'aliases',
  'vectors',
  'neighbors',
  'search',
  'summaries',
] as const;
export type ReleaseFile = (typeof RELEASE_FILES)[number];
/** The files that a release of the format before has none of. */
export const FILES_SINCE: readonly ReleaseFile[] = ['search'];

export const releasePath = (release: string, file: ReleaseFile) => `releases/${release}/${file}.bin`;
export const manifestPath = (release: string) => `releases/${release}/manifest.json`;

/**
 * The lowest score with which a game is in a list that no filter narrows. All genres in common come to 0.09
 * (functions/sql/seeds/feature_kinds.csv): thousands of games share that alone, and it is no reason to list one.
 */
export const LEAST_SCORE = 0.11;

/** Neighbours kept for each game. */
export const NEIGHBORS = 50;
export const NO_GAME = 0xffff_ffff;
/**
 * Weights are whole multiples of 2^-15. Products are then multiples of 2^-30 and a cosine, at most 1, is their exact
 * sum in double precision: the same in every engine and in any order of addition.
 */
export const WEIGHT_SCALE = 32_768;

export const UNKNOWN_YEAR = 0;
export const UNKNOWN_RATING = 255;

export const TAG_KINDS = [
  'genre',
  'theme',
  'keyword',
  'mode',
  'perspective',
  'platform',
  'developer',
  'publisher',
  'franchise',
  'collection',
  'engine',
] as const;
export type TagKind = (typeof TAG_KINDS)[number];

/** ISO 639-1 codes of the languages of aliases; the first: none known. New ones are added at the end. */
export const LANGUAGES = [
  '',
  'ar',
  'bg',
  'ca',
  'cs',
  'da',
  'de',
  'el',
  'es',
  'fa',
  'fi',
  'fr',
  'he',
  'hr',
  'hu',
  'id',
  'it',
  'ja',
  'ko',
  'nl',
  'no',
  'pl',
  'pt',
  'ro',
  'ru',
  'sk',
  'sr',
  'sv',
  'th',
  'tr',
  'uk',
  'vi',
  'zh',
] as const;
export type Language = Exclude<(typeof LANGUAGES)[number], ''>;

/** Concepts are what players call what a game is like; IGDB has no tag for most of them. */
export const FEATURE_KINDS = [...TAG_KINDS, 'concept', 'word'] as const;
export type FeatureKind = (typeof FEATURE_KINDS)[number];

export interface Manifest {
  format: number;
  release: string;
  /** ISO 8601, UTC. */
  createdAt: string;
  /** The similarity run the release was made from. */
  runId: string;
  counts: {
    games: number;
    canonicalGames: number;
    tags: number;
    aliases: number;
    features: number;
    vectorEntries: number;
  };
  files: Record<ReleaseFile, { bytes: number; sha256: string }>;
  /** What was measured of that run, by metric (functions/src/evaluate/quality.ts). Empty where nothing was. */
  metrics: Record<string, number>;
}

export interface Latest {
  release: string;
}
