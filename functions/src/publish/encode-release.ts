import { encodeColumns, stringColumn } from '@playkin/shared/columns.ts';
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
import { growingI16, growingU16, growingU32, growingU8 } from '../arrays/growing.ts';
import { rowStarts } from '../arrays/rows.ts';
import { inChunks } from '../streams.ts';
import { readText } from '../tables.ts';
import type { Row, Value, Warehouse } from '../warehouse.ts';

/** Takes a file whole or, where nothing but its bytes is needed, as a stream. */
export type Write = (file: ReleaseFile, bytes: Uint8Array | AsyncIterable<Uint8Array>) => Promise<void>;

const exported = (warehouse: Warehouse, name: string): AsyncIterable<Row> =>
  warehouse.query(readText(`export/${name}.sql`));
const number = (value: Value | undefined) => Number(value ?? 0);
const text = (value: Value | undefined) => (typeof value === 'string' ? value : '');

/** Encodes the files of a release one after the other, in the format of shared/src/release.ts, and hands each to `write`. */
export async function encodeRelease(warehouse: Warehouse, write: Write): Promise<Manifest['counts']> {
  const { games, canonicalGames } = await encodeGames(warehouse, write);
  const tags = await encodeTags(warehouse, write);
  const aliases = await encodeAliases(warehouse, write);
  const { features, vectorEntries } = await encodeVectors(warehouse, write, canonicalGames);
  await encodeNeighbors(warehouse, write, canonicalGames);
  return { games, canonicalGames, tags, aliases, features, vectorEntries };
}

async function encodeGames(warehouse: Warehouse, write: Write) {
  const [id, canonical, family] = [growingU32(), growingU32(), growingU32()];
  const [ratings, summaryStart] = [growingU32(), growingU32()];
  const [year, rating, type] = [growingI16(), growingU8(), growingU8()];
  const [recommended, adult] = [growingU8(), growingU8()];
  const renown = growingU16();
  const strings = { name: [] as string[], slug: [] as string[], cover: [] as string[] };
  const encoder = new TextEncoder();
  let summaryBytes = 0;
  let canonicalGames = 0;
  summaryStart.push(0);
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
      const summary = encoder.encode(text(row['summary']));
      summaryBytes += summary.length;
      summaryStart.push(summaryBytes);
      if (summary.length > 0) yield summary;
    }
  }
  await write('summaries', inChunks(summaries()));

  const [taggedGame, tag] = [growingU32(), growingU32()];
  for await (const row of exported(warehouse, 'game_tags')) {
    taggedGame.push(number(row['game']));
    tag.push(number(row['tag']));
  }
  const [seriesGame, series] = [growingU32(), growingU32()];
  for await (const row of exported(warehouse, 'series')) {
    seriesGame.push(number(row['game']));
    series.push(number(row['series']));
  }
  const games = id.length;
  await write(
    'games',
    encodeColumns({
      id: id.take(),
      canonical: canonical.take(),
      family: family.take(),
      recommended: recommended.take(),
      adult: adult.take(),
      year: year.take(),
      rating: rating.take(),
      ratings: ratings.take(),
      renown: renown.take(),
      type: type.take(),
      ...stringColumn('name', strings.name),
      ...stringColumn('slug', strings.slug),
      ...stringColumn('cover', strings.cover),
      tagStart: rowStarts(taggedGame.take(), games),
      tags: tag.take(),
      seriesStart: rowStarts(seriesGame.take(), games),
      series: series.take(),
      summaryStart: summaryStart.take(),
    }),
  );
  return { games, canonicalGames };
}

async function encodeTags(warehouse: Warehouse, write: Write): Promise<number> {
  const kind = growingU8();
  const [name, slug]: [string[], string[]] = [[], []];
  for await (const row of exported(warehouse, 'tags')) {
    kind.push(TAG_KINDS.findIndex((known) => known === row['kind']));
    name.push(text(row['name']));
    slug.push(foldWords(text(row['name'])).join('-'));
  }
  await write(
    'tags',
    encodeColumns({ kind: kind.take(), ...stringColumn('name', name), ...stringColumn('slug', slug) }),
  );
  return kind.length;
}

async function encodeAliases(warehouse: Warehouse, write: Write): Promise<number> {
  const [game, language] = [growingU32(), growingU8()];
  const alias: string[] = [];
  for await (const row of exported(warehouse, 'aliases')) {
    game.push(number(row['game']));
    alias.push(text(row['alias']));
    language.push(
      Math.max(
        0,
        LANGUAGES.findIndex((known) => known === text(row['language'])),
      ),
    );
  }
  await write(
    'aliases',
    encodeColumns({ game: game.take(), ...stringColumn('alias', alias), language: language.take() }),
  );
  return alias.length;
}

async function encodeVectors(warehouse: Warehouse, write: Write, canonicalGames: number) {
  const kind = growingU8();
  const name: string[] = [];
  for await (const row of exported(warehouse, 'features')) {
    kind.push(FEATURE_KINDS.findIndex((known) => known === row['kind']));
    name.push(text(row['name']));
  }
  const [game, feature, weight] = [growingU32(), growingU32(), growingU16()];
  for await (const row of exported(warehouse, 'vectors')) {
    game.push(number(row['game']));
    feature.push(number(row['feature_id']));
    weight.push(number(row['weight']) * WEIGHT_SCALE);
  }
  await write(
    'vectors',
    encodeColumns({
      kind: kind.take(),
      ...stringColumn('name', name),
      start: rowStarts(game.take(), canonicalGames),
      feature: feature.take(),
      weight: weight.take(),
    }),
  );
  return { features: kind.length, vectorEntries: feature.length };
}

async function encodeNeighbors(warehouse: Warehouse, write: Write, canonicalGames: number): Promise<void> {
  const neighbor = new Uint32Array(canonicalGames * NEIGHBORS).fill(NO_GAME);
  for await (const row of exported(warehouse, 'neighbors')) {
    neighbor[number(row['game']) * NEIGHBORS + number(row['rank']) - 1] = number(row['neighbor']);
  }
  await write('neighbors', encodeColumns({ neighbor }));
}
