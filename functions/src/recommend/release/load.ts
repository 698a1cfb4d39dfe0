import { setImmediate } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { ColumnReader } from '@playkin/shared/columns.ts';
import { FILES_SINCE, FORMAT_BEFORE, type Manifest } from '@playkin/shared/release.ts';
import { invert, invertInParts, invertRows } from '../../arrays/rows.ts';
import type { Storage } from '../../storage.ts';
import { indexTitles, searchIndexOf } from '../search/search-index.ts';
import { editionsOf } from './editions.ts';
import { fameBounds, mostRated } from './fame.ts';
import { checkSummaries, fetchFile, openFile } from './files.ts';
import { readLatestName, readManifest } from '../../release/manifest.ts';
import type { Release } from './release.ts';
import { slugTable } from './slug-table.ts';
import { type ColumnFile, type ReleaseViews, viewRelease } from './views.ts';

/** Of 40 kB each at 335,000 games. */
const SETS_KEPT = 64;

/** Files of columns, in the order in which they are looked at. */
const COLUMN_FILES = ['games', 'tags', 'aliases', 'vectors', 'neighbors', 'search'] as const;

/**
 * All files are fetched at once. While one is looked at, the next is unpacked, which threads beside this one do; not all at once, so that
 * few lie about unpacked.
 */
async function readViews(storage: Storage, manifest: Manifest): Promise<ReleaseViews> {
  const files = COLUMN_FILES.filter(
    (file) => manifest.format !== FORMAT_BEFORE || !FILES_SINCE.includes(file),
  );
  const fetched = new Map<ColumnFile, Promise<Uint8Array>>(
    files.map((file) => [file, fetchFile(storage, manifest, file)]),
  );
  const summaries = checkSummaries(storage, manifest);
  // Whichever fails first is reported; the others are not left without a listener.
  const heard = <T>(work: Promise<T>) => {
    work.catch(() => undefined);
    return work;
  };
  for (const one of [...fetched.values(), summaries]) void heard<unknown>(one);
  await summaries;
  const open = async (file: ColumnFile): Promise<ColumnReader> => {
    const bytes = (await fetched.get(file)) ?? new Uint8Array();
    fetched.delete(file);
    return openFile(manifest, file, bytes, setImmediate);
  };
  const opened = new Map<ColumnFile, Promise<ColumnReader>>();
  return viewRelease(manifest, (file) => {
    const columns = opened.get(file) ?? open(file);
    opened.delete(file);
    const next = files[files.indexOf(file) + 1];
    if (next !== undefined) opened.set(next, heard(open(next)));
    return columns;
  });
}

/**
 * Reads and verifies the release of that name and derives what answering needs. Some seconds at 335,000 games.
 * @throws {@link ReleaseError} when a file is missing or not what the manifest says.
 */
export async function loadNamedRelease(storage: Storage, name: string): Promise<Release> {
  const manifest = await readManifest(storage, name);
  const { aliases, slugs, titles, ...views } = await readViews(storage, manifest);
  const { games, tags, features, vectors } = views;
  const canonicalCount = manifest.counts.canonicalGames;
  const ratings = games.ratings.subarray(0, canonicalCount);
  await setImmediate();
  const byFeature = await invertInParts(vectors, features.kind.length, setImmediate);
  const isAdult = (game: number) => games.adult[game] === 1;
  const adultGames = games.adult.subarray(0, canonicalCount).reduce<number[]>((found, adult, game) => {
    if (adult === 1) found.push(game);
    return found;
  }, []);
  await setImmediate();
  const editions = editionsOf(games.canonical, canonicalCount);
  const byTag = invert(games.tags, tags.kind.length, canonicalCount);
  await setImmediate();
  const sources = { games, tags, aliases, editions, mostRated: mostRated(ratings, isAdult) };
  await setImmediate();
  const slugsOf = await slugTable(slugs.ends, slugs.utf8, setImmediate);
  const search = await searchIndexOf(titles ?? (await indexTitles(sources)), sources);
  return {
    ...views,
    name,
    canonicalCount,
    gameCount: games.id.length,
    byFeature,
    adultGames: {
      games: Uint32Array.from(adultGames),
      byFeature: invertRows(vectors, adultGames, features.kind.length),
    },
    byTag,
    editions,
    slugs: slugsOf,
    search,
    fame: fameBounds(ratings),
    passing: new LRUCache({ max: SETS_KEPT }),
    scratch: {
      sums: new Int32Array(canonicalCount),
      weightOf: new Int32Array(features.kind.length),
    },
  };
}

/** The release that latest.json names, verified. @throws {@link ReleaseError} */
export const loadRelease = async (storage: Storage): Promise<Release> =>
  loadNamedRelease(storage, await readLatestName(storage));
