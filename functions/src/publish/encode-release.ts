import { stringColumn } from '@playkin/shared/columns.ts';
import { foldWords } from '@playkin/shared/fold.ts';
import {
  FEATURE_KINDS,
  LANGUAGES,
  type Manifest,
  NEIGHBORS,
  NO_GAME,
  type ReleaseFile,
  TAG_KINDS,
  UNKNOWN_RATING,
  UNKNOWN_YEAR,
  WEIGHT_SCALE,
} from '@playkin/shared/release.ts';
import { placeByRow } from '../arrays/rows.ts';
import { editionsOf } from '../recommend/release/editions.ts';
import { indexTitles } from '../recommend/search/search-index.ts';
import { titleColumns } from '../recommend/search/stored-titles.ts';
import { packFile, viewStrings } from '../release/layout.ts';
import { neighborColumns } from '../release/neighbor-lists.ts';
import { summaryBlocks } from '../release/summaries.ts';
import { growingI16, growingU16, growingU32, growingU8 } from '../arrays/growing.ts';
import { readText } from '../tables.ts';
import type { Row, Value, Warehouse } from '../warehouse.ts';

/** Takes a file whole or, where nothing but its bytes is needed, as a stream. */
export type Write = (file: ReleaseFile, bytes: Uint8Array | AsyncIterable<Uint8Array>) => Promise<void>;

const exported = (warehouse: Warehouse, name: string): AsyncIterable<Row> =>
  warehouse.query(readText(`export/${name}.sql`));
const number = (value: Value | undefined) => Number(value ?? 0);
const text = (value: Value | undefined) => (typeof value === 'string' ? value : '');
/** What games have several of is numbered, not weighed. */
const NO_WEIGHTS = new Uint16Array();

/**
 * Encodes the files of a release one after the other, in the format of shared/src/release.ts, and hands each to `write`. Rows
 * are placed by their keys, in whatever order they come: BigQuery sorts a whole result on one worker, which fails as it grows.
 * Only games are asked for in order, as their summaries pass through without being kept.
 */
export async function encodeRelease(warehouse: Warehouse, write: Write): Promise<Manifest['counts']> {
  const { games, canonicalGames, titled } = await encodeGames(warehouse, write);
  const tags = await encodeTags(warehouse, write);
  const { count: aliases, ...aliased } = await encodeAliases(warehouse, write);
  await encodeTitles(write, canonicalGames, titled, aliased);
  const { features, vectorEntries } = await encodeVectors(warehouse, write, canonicalGames);
  await encodeNeighbors(warehouse, write, canonicalGames);
  return { games, canonicalGames, tags, aliases, features, vectorEntries };
}

async function encodeGames(warehouse: Warehouse, write: Write) {
  const [id, canonical, family] = [growingU32(), growingU32(), growingU32()];
  const ratings = growingU32();
  const [year, rating, type] = [growingI16(), growingU8(), growingU8()];
  const [recommended, adult] = [growingU8(), growingU8()];
  const renown = growingU16();
  const strings = { name: [] as string[], slug: [] as string[], cover: [] as string[] };
  const blocks = summaryBlocks();
  let canonicalGames = 0;
  /** The summaries, by far the most of it, pass through; the rest stays as columns. */
  async function* summaries(): AsyncGenerator<Uint8Array> {
    for await (const row of exported(warehouse, 'games')) {
      if (row['canonical'] === row['game']) canonicalGames++;
      id.push(number(row['game_id']));
      canonical.push(number(row['canonical']));
      family.push(number(row['family']));
      recommended.push(number(row['recommended']));
      adult.push(number(row['adult']));
      year.push(number(row['first_release_year'] ?? UNKNOWN_YEAR));
      rating.push(row['rating'] === null ? UNKNOWN_RATING : Math.round(number(row['rating'])));
      ratings.push(number(row['rating_count']));
      renown.push(number(row['renown']));
      type.push(number(row['game_type']));
      strings.name.push(text(row['name']));
      strings.slug.push(text(row['slug']));
      strings.cover.push(text(row['cover']));
      yield* blocks.add(text(row['summary']));
    }
    yield* blocks.end();
  }
  await write('summaries', summaries());

  const games = id.length;
  const tags = await numbersOfGames(warehouse, 'game_tags', 'tag', games);
  const series = await numbersOfGames(warehouse, 'series', 'series', games);
  const titled = {
    canonical: canonical.take(),
    ratings: ratings.take(),
    type: type.take(),
    names: stringColumn('name', strings.name),
  };
  await write(
    'games',
    await packFile('games', {
      id: id.take(),
      canonical: titled.canonical,
      family: family.take(),
      recommended: recommended.take(),
      adult: adult.take(),
      year: year.take(),
      rating: rating.take(),
      ratings: titled.ratings,
      renown: renown.take(),
      type: titled.type,
      ...titled.names,
      ...stringColumn('slug', strings.slug),
      ...stringColumn('cover', strings.cover),
      tagStart: tags.start,
      tags: tags.values,
      seriesStart: series.start,
      series: series.values,
      ...blocks.columns(),
    }),
  );
  return { games, canonicalGames, titled };
}

/** Numbers that a game has several of, as rows of games. */
async function numbersOfGames(warehouse: Warehouse, file: string, column: string, games: number) {
  const [game, value] = [growingU32(), growingU32()];
  for await (const row of exported(warehouse, file)) {
    game.push(number(row['game']));
    value.push(number(row[column]));
  }
  return placeByRow(game.view(), { values: value.view(), weights: NO_WEIGHTS }, games);
}

async function encodeTags(warehouse: Warehouse, write: Write): Promise<number> {
  const { kinds, names } = await readNames(warehouse, 'tags', 'tag', TAG_KINDS);
  const slugs = names.map((name) => foldWords(name).join('-'));
  await write(
    'tags',
    await packFile('tags', { kind: kinds, ...stringColumn('name', names), ...stringColumn('slug', slugs) }),
  );
  return names.length;
}

/** What is numbered from 0 without gaps: its kinds and names by number. */
async function readNames(warehouse: Warehouse, file: string, id: string, known: readonly string[]) {
  const kinds: number[] = [];
  const names: string[] = [];
  for await (const row of exported(warehouse, file)) {
    kinds[number(row[id])] = known.findIndex((kind) => kind === row['kind']);
    names[number(row[id])] = text(row['name']);
  }
  return { kinds: Uint8Array.from(kinds), names };
}

async function encodeAliases(warehouse: Warehouse, write: Write) {
  const rows: { game: number; alias: string; language: number }[] = [];
  for await (const row of exported(warehouse, 'aliases')) {
    const language = LANGUAGES.findIndex((known) => known === text(row['language']));
    rows.push({ game: number(row['game']), alias: text(row['alias']), language: Math.max(0, language) });
  }
  const byAlias = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  rows.sort((a, b) => a.game - b.game || byAlias(a.alias, b.alias) || a.language - b.language);
  const game = Uint32Array.from(rows, (row) => row.game);
  const language = Uint8Array.from(rows, (row) => row.language);
  const aliases = stringColumn(
    'alias',
    rows.map(({ alias }) => alias),
  );
  await write('aliases', await packFile('aliases', { game, ...aliases, language }));
  return { count: rows.length, game, language, aliases };
}

type Titled = Awaited<ReturnType<typeof encodeGames>>['titled'];
type Aliased = Omit<Awaited<ReturnType<typeof encodeAliases>>, 'count'>;

/** The words of all names and aliases, so that recommend need not take them apart. */
async function encodeTitles(
  write: Write,
  canonicalGames: number,
  { canonical, ratings, type, names }: Titled,
  { game, language, aliases }: Aliased,
): Promise<void> {
  const titles = await indexTitles({
    games: { canonical, ratings, type, name: viewStrings('name', names) },
    aliases: { game, language, alias: viewStrings('alias', aliases) },
    editions: editionsOf(canonical, canonicalGames),
  });
  await write('search', await packFile('search', titleColumns(titles)));
}

async function encodeVectors(warehouse: Warehouse, write: Write, canonicalGames: number) {
  const { kinds, names } = await readNames(warehouse, 'features', 'feature_id', FEATURE_KINDS);
  const [game, feature, weight] = [growingU32(), growingU32(), growingU16()];
  for await (const row of exported(warehouse, 'vectors')) {
    game.push(number(row['game']));
    feature.push(number(row['feature_id']));
    // Concepts weigh less than 1, which leaves a bit to mark them while they are placed.
    weight.push(number(row['weight']) * WEIGHT_SCALE + (row['inferred'] === 1 ? INFERRED : 0));
  }
  const { start, values, weights } = placeByRow(
    game.view(),
    { values: feature.view(), weights: weight.view() },
    canonicalGames,
  );
  const inferred = takeMarks(weights);
  await write(
    'vectors',
    await packFile('vectors', {
      kind: kinds,
      ...stringColumn('name', names),
      start,
      feature: values,
      weight: weights,
      inferred,
    }),
  );
  return { features: names.length, vectorEntries: values.length };
}

/** Added to the weight of an inferred concept. */
const INFERRED = WEIGHT_SCALE;

/** Takes the marks off the weights: a bit for each weight, eight to a byte, the lowest first. */
function takeMarks(weights: Uint16Array): Uint8Array<ArrayBuffer> {
  const marks = new Uint8Array((weights.length + 7) >>> 3);
  weights.forEach((weight, i) => {
    if (weight <= INFERRED) return;
    weights[i] = weight - INFERRED;
    marks[i >>> 3] = (marks[i >>> 3] ?? 0) | (1 << (i & 7));
  });
  return marks;
}

async function encodeNeighbors(warehouse: Warehouse, write: Write, canonicalGames: number): Promise<void> {
  const neighbor = new Uint32Array(canonicalGames * NEIGHBORS).fill(NO_GAME);
  for await (const row of exported(warehouse, 'neighbors')) {
    neighbor[number(row['game']) * NEIGHBORS + number(row['rank']) - 1] = number(row['neighbor']);
  }
  await write('neighbors', await packFile('neighbors', { ...neighborColumns(neighbor) }));
}
