import { createHash } from 'node:crypto';
import type { Storage } from '@playkin/functions/src/storage.ts';
import { editionsOf } from '@playkin/functions/src/recommend/release/editions.ts';
import { indexTitles } from '@playkin/functions/src/recommend/search/search-index.ts';
import { titleColumns } from '@playkin/functions/src/recommend/search/stored-titles.ts';
import { type PackedFile, packFile, viewStrings } from '@playkin/functions/src/release/layout.ts';
import { neighborColumns } from '@playkin/functions/src/release/neighbor-lists.ts';
import { summaryBlocks } from '@playkin/functions/src/release/summaries.ts';
import { encodeColumns, type NumberColumn, stringColumn } from '@playkin/shared/columns.ts';
import {
  FEATURE_KINDS,
  FILES_SINCE,
  FORMAT_BEFORE,
  type Language,
  LANGUAGES,
  LATEST_PATH,
  manifestPath,
  NEIGHBORS,
  NO_GAME,
  RELEASE_FILES,
  RELEASE_FORMAT,
  releasePath,
  TAG_KINDS,
  UNKNOWN_RATING,
  UNKNOWN_YEAR,
  WEIGHT_SCALE,
} from '@playkin/shared/release.ts';
import type { FeatureKind, Manifest, ReleaseFile, TagKind } from '@playkin/shared/release.ts';

/** A game of a test release. What is left out is unknown, empty or made from the name. */
export interface TestGame {
  id: number;
  name: string;
  slug?: string;
  /** Id of the game that this one folds onto; absent for canonical games. */
  editionOf?: number;
  /** Id of the canonical game that its family goes back to; default: itself, or that of the game it folds onto. */
  familyOf?: number;
  /** Found by search, never recommended; default: canonical games are recommended. */
  withheld?: boolean;
  /** Not released yet. */
  coming?: boolean;
  adult?: boolean;
  /** Names of the series that it is of. */
  series?: string[];
  year?: number;
  /** IGDB's game type; default: 0, a main game. */
  type?: number;
  rating?: number;
  ratings?: number;
  cover?: string;
  summary?: string;
  aliases?: string[];
  /** Language → another name; they are aliases too. */
  localNames?: Partial<Record<Language, string>>;
  tags?: Partial<Record<TagKind, string[]>>;
  /** `kind:name` → weight before the vector is scaled to length 1. Canonical games only. */
  vector?: Record<string, number>;
  /** Those keys of the vector whose concept nothing written about the game mentions. */
  inferred?: string[];
  /** Ids, best first; default: the exact ones. */
  neighbors?: number[];
}

export const slugOf = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** Position of each distinct value in the order of appearance. */
function numbering(values: Iterable<string>): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const value of values) if (!numbers.has(value)) numbers.set(value, numbers.size);
  return numbers;
}

/** Row starts for rows of these lengths. */
function starts(lengths: number[]): Uint32Array<ArrayBuffer> {
  const start = new Uint32Array(lengths.length + 1);
  lengths.forEach((length, row) => {
    start[row + 1] = (start[row] ?? 0) + length;
  });
  return start;
}

/** Eight to a byte, the lowest first. */
function bits(flags: boolean[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil(flags.length / 8));
  flags.forEach((flag, i) => {
    if (flag) bytes[i >>> 3] = (bytes[i >>> 3] ?? 0) | (1 << (i & 7));
  });
  return bytes;
}

const kindOf = (key: string) => key.slice(0, key.indexOf(':'));
const nameOf = (key: string) => key.slice(key.indexOf(':') + 1);

function unit(vector: Record<string, number> = {}): [key: string, weight: number][] {
  const length = Math.hypot(...Object.values(vector));
  return Object.entries(vector).map(([key, weight]) => [key, Math.round((weight / length) * WEIGHT_SCALE)]);
}

/** Half of it at a hundred ratings. */
const renownOf = ({ ratings = 0 }: TestGame) => Math.floor((WEIGHT_SCALE * ratings) / (ratings + 100));

const isListed = (game: TestGame | undefined) => game?.withheld !== true && game?.coming !== true;

/** Exact neighbours by the rule of the release: the nearest by score, then number, in the order of score and renown. */
function neighborsOf(games: readonly TestGame[], vectors: Map<string, number>[], game: number): number[] {
  const own = vectors[game] ?? new Map<string, number>();
  const renown = games.map(renownOf);
  const favour = (other: number) =>
    2 ** 15 + Math.floor(((renown[game] ?? 0) * (renown[other] ?? 0)) / 2 ** 15);
  return vectors
    .map((vector, other) => {
      let score = 0;
      for (const [key, weight] of vector) score += weight * (own.get(key) ?? 0);
      return { other, score };
    })
    .filter(({ other, score }) => other !== game && score > 0 && isListed(games[other]))
    .filter(({ other }) => games[game]?.adult === true || games[other]?.adult !== true)
    .sort((a, b) => b.score - a.score || a.other - b.other)
    .slice(0, NEIGHBORS)
    .sort((a, b) => b.score * favour(b.other) - a.score * favour(a.other) || a.other - b.other)
    .map(({ other }) => other);
}

/** The files of a release with these games, without its manifest; those of the format before lack search.bin. */
export async function encodeGames(
  games: readonly TestGame[],
  format = RELEASE_FORMAT,
): Promise<{ files: Partial<Record<ReleaseFile, Uint8Array>>; counts: Manifest['counts'] }> {
  const byId = games.toSorted((a, b) => a.id - b.id);
  const canonical = byId.filter((game) => game.editionOf === undefined);
  const all = [...canonical, ...byId.filter((game) => game.editionOf !== undefined)];
  const numberOf = (id: number) => all.findIndex((game) => game.id === id);

  const tagKeys = all.map((game) =>
    Object.entries(game.tags ?? {}).flatMap(([kind, names]) => names.map((name) => `${kind}:${name}`)),
  );
  const tags = numbering(tagKeys.flat());
  const seriesNumbers = numbering(all.flatMap((game) => game.series ?? []));
  const vectors = canonical.map((game) => unit(game.vector));
  const features = numbering(vectors.flat().map(([key]) => key));
  const summaries = all.map((game) => new TextEncoder().encode(game.summary ?? ''));
  const aliases = all.flatMap((game, number) => [
    ...(game.aliases ?? []).map((alias) => ({ number, alias, language: '' as const })),
    ...Object.entries(game.localNames ?? {}).map(([language, alias]) => ({
      number,
      alias,
      language: language as Language,
    })),
  ]);
  const maps = vectors.map((vector) => new Map(vector));
  const neighbors = new Uint32Array(canonical.length * NEIGHBORS).fill(NO_GAME);
  canonical.forEach((game, number) => {
    neighbors.set(game.neighbors?.map(numberOf) ?? neighborsOf(canonical, maps, number), number * NEIGHBORS);
  });

  const blocks = summaryBlocks();
  const frames: Uint8Array[] = [];
  for (const { summary = '' } of all) frames.push(...(await Array.fromAsync(blocks.add(summary))));
  frames.push(...(await Array.fromAsync(blocks.end())));
  const isBefore = format === FORMAT_BEFORE;
  const canonicalOf = Uint32Array.from(all, (game) => numberOf(game.editionOf ?? game.id));
  const names = stringColumn(
    'name',
    all.map((game) => game.name),
  );
  const alias = stringColumn(
    'alias',
    aliases.map(({ alias }) => alias),
  );
  const aliased = {
    game: Uint32Array.from(aliases, ({ number }) => number),
    language: Uint8Array.from(aliases, ({ language }) => LANGUAGES.indexOf(language)),
  };
  const [ratings, type] = [
    Uint32Array.from(all, (game) => game.ratings ?? 0),
    Uint8Array.from(all, (game) => game.type ?? 0),
  ];
  const titles = await indexTitles({
    games: { canonical: canonicalOf, ratings, type, name: viewStrings('name', names) },
    aliases: { ...aliased, alias: viewStrings('alias', alias) },
    editions: editionsOf(canonicalOf, canonical.length),
  });
  const columns: Record<PackedFile, Record<string, NumberColumn>> = {
    games: {
      id: Uint32Array.from(all, (game) => game.id),
      canonical: canonicalOf,
      family: Uint32Array.from(all, (game) => numberOf(game.familyOf ?? game.editionOf ?? game.id)),
      recommended: Uint8Array.from(all, (game) => {
        if (game.withheld === true || game.editionOf !== undefined) return 0;
        return game.coming === true ? 2 : 1;
      }),
      adult: Uint8Array.from(all, (game) => (game.adult === true ? 1 : 0)),
      year: Int16Array.from(all, (game) => game.year ?? UNKNOWN_YEAR),
      rating: Uint8Array.from(all, (game) => game.rating ?? UNKNOWN_RATING),
      ratings,
      renown: Uint16Array.from(all, renownOf),
      type,
      ...names,
      ...stringColumn(
        'slug',
        all.map((game) => game.slug ?? slugOf(game.name)),
      ),
      ...stringColumn(
        'cover',
        all.map((game) => game.cover ?? ''),
      ),
      tagStart: starts(tagKeys.map((keys) => keys.length)),
      tags: Uint32Array.from(tagKeys.flat(), (key) => tags.get(key) ?? 0),
      seriesStart: starts(all.map((game) => game.series?.length ?? 0)),
      series: Uint32Array.from(
        all.flatMap((game) => game.series ?? []),
        (name) => seriesNumbers.get(name) ?? 0,
      ),
      ...blocks.columns(),
    },
    tags: {
      kind: Uint8Array.from([...tags.keys()], (key) => TAG_KINDS.indexOf(kindOf(key) as TagKind)),
      ...stringColumn('name', [...tags.keys()].map(nameOf)),
      ...stringColumn(
        'slug',
        [...tags.keys()].map((key) => slugOf(nameOf(key))),
      ),
    },
    aliases: { ...aliased, ...alias },
    vectors: {
      kind: Uint8Array.from([...features.keys()], (key) => FEATURE_KINDS.indexOf(kindOf(key) as FeatureKind)),
      ...stringColumn('name', [...features.keys()].map(nameOf)),
      start: starts(vectors.map((vector) => vector.length)),
      feature: Uint32Array.from(vectors.flat(), ([key]) => features.get(key) ?? 0),
      weight: Uint16Array.from(vectors.flat(), ([, weight]) => weight),
      inferred: bits(
        canonical.flatMap(({ inferred = [] }, game) =>
          (vectors[game] ?? []).map(([key]) => inferred.includes(key)),
        ),
      ),
    },
    neighbors: isBefore ? { neighbor: neighbors } : { ...neighborColumns(neighbors) },
    search: titleColumns(titles),
  };
  const files: Partial<Record<ReleaseFile, Uint8Array>> = {
    summaries: Buffer.concat(isBefore ? summaries : frames),
  };
  for (const [file, content] of Object.entries(columns) as [PackedFile, Record<string, NumberColumn>][]) {
    if (isBefore && FILES_SINCE.includes(file)) continue;
    files[file] = isBefore ? encodeColumns(content) : await packFile(file, content);
  }
  const counts = {
    games: all.length,
    canonicalGames: canonical.length,
    tags: tags.size,
    aliases: aliases.length,
    features: features.size,
    vectorEntries: vectors.flat().length,
  };
  return { files, counts };
}

/** Publishes the games under that name: files, manifest, then latest.json. */
export async function publishGames(
  storage: Storage,
  release: string,
  games: readonly TestGame[],
): Promise<Manifest> {
  const { files, counts } = await encodeGames(games);
  return publishFiles(storage, release, files, counts);
}

export async function publishFiles(
  storage: Storage,
  release: string,
  files: Partial<Record<ReleaseFile, Uint8Array>>,
  counts: Manifest['counts'],
  format = RELEASE_FORMAT,
): Promise<Manifest> {
  const describe = (bytes: Uint8Array) => ({
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
  const written = RELEASE_FILES.filter((file) => files[file] !== undefined);
  const manifest: Manifest = {
    format,
    release,
    createdAt: '2026-01-02T03:04:05.000Z',
    runId: 'test-run',
    counts,
    files: Object.fromEntries(
      written.map((file) => [file, describe(files[file] ?? new Uint8Array())]),
    ) as Manifest['files'],
    metrics: {},
  };
  for (const file of written) {
    await storage.write(releasePath(release, file), files[file] ?? new Uint8Array());
  }
  await storage.write(manifestPath(release), Buffer.from(JSON.stringify(manifest)));
  await storage.write(LATEST_PATH, Buffer.from(JSON.stringify({ release })));
  return manifest;
}
