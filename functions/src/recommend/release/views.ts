import type { ColumnReader, StringColumn } from '@playkin/shared/columns.ts';
import {
  FEATURE_KINDS,
  FORMAT_BEFORE,
  LANGUAGES,
  type Manifest,
  NEIGHBORS,
  NO_GAME,
  type ReleaseFile,
  releasePath,
  TAG_KINDS,
} from '@playkin/shared/release.ts';
import type { Rows, WeightedRows } from '../../arrays/rows.ts';
import { ReleaseError } from '../../release/error.ts';
import {
  neighborColumns,
  neighborFault,
  type NeighborLists,
  viewNeighborLists,
} from '../../release/neighbor-lists.ts';
import type { SummaryBlocks } from '../../release/summaries.ts';
import type { TitleIndex } from '../search/search-index.ts';
import { viewTitles } from '../search/stored-titles.ts';
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
  neighbors: NeighborLists;
  aliases: { game: Uint32Array; alias: StringColumn; language: Uint8Array };
  /** Undefined in releases of the format before. */
  titles: TitleIndex | undefined;
  slugs: { ends: Uint32Array; utf8: Uint8Array };
}

function viewGames(manifest: Manifest, columns: ColumnReader): Games {
  const check = checker(manifest, 'games');
  const { games: count, canonicalGames, tags } = manifest.counts;
  const oneEach = {
    id: columns.numbers('id', 'u32'),
    canonical: columns.numbers('canonical', 'u32'),
    family: columns.numbers('family', 'u32'),
    recommended: columns.numbers('recommended', 'u8'),
    adult: columns.numbers('adult', 'u8'),
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
  const series: Rows = {
    start: columns.numbers('seriesStart', 'u32'),
    values: columns.numbers('series', 'u32'),
  };
  const summaryStart = columns.numbers('summaryStart', 'u32');
  for (const [name, column] of Object.entries(oneEach)) check.length(name, column, count);
  check.length('tagStart', rows.start, count + 1);
  check.length('seriesStart', series.start, count + 1);
  check.length('summaryStart', summaryStart, count + 1);
  check.rows('tagStart', rows.start, rows.values.length);
  check.rows('seriesStart', series.start, series.values.length);
  const summaryBlocks = isBefore(manifest) ? undefined : viewBlocks(manifest, columns);
  const textBytes = summaryBlocks ? (summaryBlocks.text.at(-1) ?? 0) : manifest.files.summaries.bytes;
  check.rows('summaryStart', summaryStart, textBytes);
  check.below('tags', rows.values, tags);
  check.below('adult', oneEach.adult, 2);
  check.below('canonical', oneEach.canonical, canonicalGames);
  check.below('family', oneEach.family, canonicalGames);
  return { ...oneEach, tags: rows, series, summaryStart, summaryBlocks };
}

const isBefore = ({ format }: Manifest) => format === FORMAT_BEFORE;

function viewBlocks(manifest: Manifest, columns: ColumnReader): SummaryBlocks {
  const check = checker(manifest, 'games');
  const text = columns.numbers('summaryBlocks.text', 'u32');
  const file = columns.numbers('summaryBlocks.file', 'u32');
  check.length('summaryBlocks.file', file, text.length);
  check.rows('summaryBlocks.text', text, text.at(-1) ?? 0);
  check.rows('summaryBlocks.file', file, manifest.files.summaries.bytes);
  return { text, file };
}

function viewVectors(manifest: Manifest, columns: ColumnReader) {
  const check = checker(manifest, 'vectors');
  const { canonicalGames, features: featureCount, vectorEntries } = manifest.counts;
  const features = { kind: columns.numbers('kind', 'u8'), name: columns.strings('name') };
  const vectors: WeightedRows = {
    start: columns.numbers('start', 'u32'),
    values: columns.numbers('feature', 'u32'),
    weights: columns.numbers('weight', 'u16'),
  };
  check.length('kind', features.kind, featureCount);
  check.below('kind', features.kind, FEATURE_KINDS.length);
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

function viewTags(manifest: Manifest, columns: ColumnReader): ReleaseViews['tags'] {
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

function viewAliases(manifest: Manifest, columns: ColumnReader): ReleaseViews['aliases'] {
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

function viewNeighbors(manifest: Manifest, columns: ColumnReader): NeighborLists {
  const check = checker(manifest, 'neighbors');
  const { canonicalGames } = manifest.counts;
  if (isBefore(manifest)) {
    const neighbors = columns.numbers('neighbor', 'u32');
    check.length('neighbor', neighbors, canonicalGames * NEIGHBORS);
    check.below('neighbor', neighbors, canonicalGames, NO_GAME);
    return viewNeighborLists(neighborColumns(neighbors), canonicalGames);
  }
  const stored = {
    low: columns.numbers('low', 'u16'),
    ends: columns.numbers('ends', 'u8'),
    first: columns.numbers('first', 'u8'),
  };
  const fault = neighborFault(stored, canonicalGames);
  if (fault !== undefined) throw new ReleaseError(releasePath(manifest.release, 'neighbors'), ...fault);
  return viewNeighborLists(stored, canonicalGames);
}

function viewSearch(manifest: Manifest, columns: ColumnReader): TitleIndex {
  const check = checker(manifest, 'search');
  const { games, aliases } = manifest.counts;
  const index = viewTitles(columns);
  check.length('partStarts', index.partStarts, games + aliases);
  check.length('addOns', index.addOns, games);
  check.below('wordless', index.wordless, games + aliases);
  for (const name of ['titles', 'acronyms'] as const) {
    const { count, chars, start, words } = index[name];
    check.rows(`${name}.start`, start, chars.length);
    check.length(`${name}.words.start`, words.start, games + aliases + 1);
    check.rows(`${name}.words.start`, words.start, words.values.length);
    check.below(`${name}.words`, words.values, count);
  }
  return index;
}

export type ColumnFile = Exclude<ReleaseFile, 'summaries'>;

/**
 * Typed views on a release's files, read one after the other. Every number that is used as an index is checked once here, so that
 * nothing that reads the views has to.
 * @throws {@link ReleaseError} naming the file and what is wrong in it.
 */
export async function viewRelease(
  manifest: Manifest,
  read: (file: ColumnFile) => Promise<ColumnReader>,
): Promise<ReleaseViews> {
  const view = async <T>(
    file: ColumnFile,
    look: (manifest: Manifest, columns: ColumnReader) => T,
  ): Promise<T> => {
    const columns = await read(file);
    return checker(manifest, file).reading(() => look(manifest, columns));
  };
  return {
    ...(await view('games', (_manifest, games) => ({
      games: viewGames(manifest, games),
      slugs: { ends: games.numbers('slug.ends', 'u32'), utf8: games.numbers('slug.utf8', 'u8') },
    }))),
    tags: await view('tags', viewTags),
    aliases: await view('aliases', viewAliases),
    ...(await view('vectors', viewVectors)),
    neighbors: await view('neighbors', viewNeighbors),
    titles: isBefore(manifest) ? undefined : await view('search', viewSearch),
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
  /** Bytes of all summaries end to end; one element more than there are games. */
  summaryStart: Uint32Array;
  /** Undefined where summaries.bin is the text itself. */
  summaryBlocks: SummaryBlocks | undefined;
}
