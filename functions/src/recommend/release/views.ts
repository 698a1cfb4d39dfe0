import type { Columns, StringColumn } from '@playkin/shared/columns.ts';
import {
  FEATURE_KINDS,
  LANGUAGES,
  FEATURE_KINDS_BEFORE,
  FORMAT_BEFORE,
  type Manifest,
  NEIGHBORS,
  NO_GAME,
  type ReleaseFile,
  TAG_KINDS,
} from '@playkin/shared/release.ts';
import type { Rows, WeightedRows } from '../../arrays/rows.ts';
import { checker } from './files.ts';

/** A release's files as typed arrays; nothing is derived, nothing copied. See shared/src/release.ts. */
export interface ReleaseViews {
  games: Games;
  tags: { kind: Uint8Array; name: StringColumn; slug: StringColumn };
  features: { kind: Uint8Array; name: StringColumn };
  /** Canonical game → features. */
  vectors: WeightedRows;
  /** For each entry of `vectors` a bit, eight to a byte, the lowest first: 1 = a concept that nothing written about the game mentions. */
  inferred: Uint8Array;
  /** NEIGHBORS for each canonical game, in the order of a list. */
  neighbors: Uint32Array;
  aliases: { game: Uint32Array; alias: StringColumn; language: Uint8Array };
  slugs: { ends: Uint32Array; utf8: Uint8Array };
}

function viewGames(manifest: Manifest, columns: Columns): Games {
  const check = checker(manifest, 'games');
  const { games: count, canonicalGames, tags } = manifest.counts;
  const oneEach = {
    id: columns.numbers('id', 'u32'),
    canonical: columns.numbers('canonical', 'u32'),
    family: columns.numbers('family', 'u32'),
    recommended: columns.numbers('recommended', 'u8'),
    adult: manifest.format === FORMAT_BEFORE ? new Uint8Array(count) : columns.numbers('adult', 'u8'),
    year: columns.numbers('year', 'i16'),
    rating: columns.numbers('rating', 'u8'),
    ratings: columns.numbers('ratings', 'u32'),
    renown: columns.numbers('renown', 'u16'),
    type: columns.numbers('type', 'u8'),
    name: columns.strings('name'),
    slug: columns.strings('slug'),
    cover: columns.strings('cover'),
  };
  const rows: Rows = { start: columns.numbers('tagStart', 'u32'), values: columns.numbers('tags', 'u32') };
  const series: Rows =
    manifest.format === FORMAT_BEFORE
      ? { start: new Uint32Array(count + 1), values: new Uint32Array(0) }
      : { start: columns.numbers('seriesStart', 'u32'), values: columns.numbers('series', 'u32') };
  const summaryStart = columns.numbers('summaryStart', 'u32');
  for (const [name, column] of Object.entries(oneEach)) check.length(name, column, count);
  check.length('tagStart', rows.start, count + 1);
  check.length('seriesStart', series.start, count + 1);
  check.length('summaryStart', summaryStart, count + 1);
  check.rows('tagStart', rows.start, rows.values.length);
  check.rows('seriesStart', series.start, series.values.length);
  check.rows('summaryStart', summaryStart, manifest.files.summaries.bytes);
  check.below('tags', rows.values, tags);
  check.below('adult', oneEach.adult, 2);
  check.below('canonical', oneEach.canonical, canonicalGames);
  check.below('family', oneEach.family, canonicalGames);
  return { ...oneEach, tags: rows, series, summaryStart };
}

function viewVectors(manifest: Manifest, columns: Columns) {
  const check = checker(manifest, 'vectors');
  const { canonicalGames, features: featureCount, vectorEntries } = manifest.counts;
  const features = { kind: columns.numbers('kind', 'u8'), name: columns.strings('name') };
  const vectors: WeightedRows = {
    start: columns.numbers('start', 'u32'),
    values: columns.numbers('feature', 'u32'),
    weights: columns.numbers('weight', 'u16'),
  };
  check.length('kind', features.kind, featureCount);
  const kinds = manifest.format === FORMAT_BEFORE ? FEATURE_KINDS_BEFORE : FEATURE_KINDS;
  check.below('kind', features.kind, kinds.length);
  if (kinds !== FEATURE_KINDS) {
    features.kind = features.kind.map((kind) => FEATURE_KINDS.indexOf(kinds[kind] ?? 'word'));
  }
  check.length('name', features.name, featureCount);
  check.length('start', vectors.start, canonicalGames + 1);
  check.length('feature', vectors.values, vectorEntries);
  check.length('weight', vectors.weights, vectorEntries);
  check.rows('start', vectors.start, vectorEntries);
  check.below('feature', vectors.values, featureCount);
  const marks = (vectorEntries + 7) >>> 3;
  // Releases made before do not tell.
  const inferred = columns.has('inferred') ? columns.numbers('inferred', 'u8') : new Uint8Array(marks);
  check.length('inferred', inferred, marks);
  return { features, vectors, inferred };
}

function viewTags(manifest: Manifest, columns: Columns): ReleaseViews['tags'] {
  const check = checker(manifest, 'tags');
  const tags = {
    kind: columns.numbers('kind', 'u8'),
    name: columns.strings('name'),
    slug: columns.strings('slug'),
  };
  for (const [name, column] of Object.entries(tags)) check.length(name, column, manifest.counts.tags);
  check.below('kind', tags.kind, TAG_KINDS.length);
  return tags;
}

function viewAliases(manifest: Manifest, columns: Columns): ReleaseViews['aliases'] {
  const check = checker(manifest, 'aliases');
  const game = columns.numbers('game', 'u32');
  const aliases = {
    game,
    alias: columns.strings('alias'),
    language: columns.has('language') ? columns.numbers('language', 'u8') : new Uint8Array(game.length),
  };
  for (const [name, column] of Object.entries(aliases)) check.length(name, column, manifest.counts.aliases);
  check.below('game', aliases.game, manifest.counts.games);
  check.below('language', aliases.language, LANGUAGES.length);
  return aliases;
}

function viewNeighbors(manifest: Manifest, columns: Columns): Uint32Array {
  const check = checker(manifest, 'neighbors');
  const neighbors = columns.numbers('neighbor', 'u32');
  check.length('neighbor', neighbors, manifest.counts.canonicalGames * NEIGHBORS);
  check.below('neighbor', neighbors, manifest.counts.canonicalGames, NO_GAME);
  return neighbors;
}

/**
 * Typed views on a release's files. Every number that is used as an index is checked once here, so that nothing
 * that reads the views has to.
 * @throws {@link ReleaseError} naming the file and what is wrong in it.
 */
export function viewRelease(
  manifest: Manifest,
  columns: Record<Exclude<ReleaseFile, 'summaries'>, Columns>,
): ReleaseViews {
  const view = <T>(
    file: Exclude<ReleaseFile, 'summaries'>,
    read: (manifest: Manifest, columns: Columns) => T,
  ): T => checker(manifest, file).reading(() => read(manifest, columns[file]));
  return {
    games: view('games', viewGames),
    slugs: view('games', (_manifest, games) => ({
      ends: games.numbers('slug.ends', 'u32'),
      utf8: games.numbers('slug.utf8', 'u8'),
    })),
    tags: view('tags', viewTags),
    aliases: view('aliases', viewAliases),
    ...view('vectors', viewVectors),
    neighbors: view('neighbors', viewNeighbors),
  };
}

export interface Games {
  id: Uint32Array;
  canonical: Uint32Array;
  /** Canonical game: equal for all games that are one to a player, which a list holds once. */
  family: Uint32Array;
  /** 1, or 0 for what is found by search alone: editions, add-ons, cancelled games and the like. */
  recommended: Uint8Array;
  /** 1 for adult games, which lists leave out unless they are asked for. */
  adult: Uint8Array;
  year: Int16Array;
  rating: Uint8Array;
  ratings: Uint32Array;
  /** 0 = not known to anybody, to 1, in units of 1 / WEIGHT_SCALE. */
  renown: Uint16Array;
  type: Uint8Array;
  name: StringColumn;
  slug: StringColumn;
  cover: StringColumn;
  tags: Rows;
  /** Series that games are of; a list holds few of each. */
  series: Rows;
  /** Bytes of summaries.bin; one element more than there are games. */
  summaryStart: Uint32Array;
}
