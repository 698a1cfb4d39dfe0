import { LRUCache } from 'lru-cache';
import type { Manifest } from '@playkin/shared/release.ts';
import { invert, invertWeighted, onlyRows, type Rows } from '../../arrays/rows.ts';
import type { Storage } from '../../storage.ts';
import { indexTitles, searchIndexOf } from '../search/search-index.ts';
import { fameBounds, mostRated } from './fame.ts';
import { checkSummaries, readReleaseFile } from './files.ts';
import { readLatestName, readManifest } from '../../release/manifest.ts';
import type { Release } from './release.ts';
import { slugTable } from './slug-table.ts';
import { type ReleaseViews, viewRelease } from './views.ts';

/** Of 40 kB each at 335,000 games. */
const SETS_KEPT = 200;

async function readViews(storage: Storage, manifest: Manifest): Promise<ReleaseViews> {
  const read = (file: Parameters<typeof readReleaseFile>[2]) => readReleaseFile(storage, manifest, file);
  const [games, tags, aliases, vectors, neighbors] = await Promise.all([
    read('games'),
    read('tags'),
    read('aliases'),
    read('vectors'),
    read('neighbors'),
    checkSummaries(storage, manifest),
  ]);
  return viewRelease(manifest, { games, tags, aliases, vectors, neighbors });
}

/**
 * Reads and verifies the release of that name and derives what answering needs. Some seconds at 335,000 games.
 * @throws {@link ReleaseError} when a file is missing or not what the manifest says.
 */
export async function loadNamedRelease(storage: Storage, name: string): Promise<Release> {
  const manifest = await readManifest(storage, name);
  const { aliases, slugs, ...views } = await readViews(storage, manifest);
  const { games, tags, features, vectors } = views;
  const canonicalCount = manifest.counts.canonicalGames;
  const ratings = games.ratings.subarray(0, canonicalCount);
  const byFeature = invertWeighted(vectors, features.kind.length);
  const isAdult = (game: number) => games.adult[game] === 1;
  const editionsOf = editions(games.canonical, canonicalCount);
  const sources = { games, tags, aliases, editions: editionsOf, mostRated: mostRated(ratings, isAdult) };
  return {
    ...views,
    name,
    canonicalCount,
    gameCount: games.id.length,
    byFeature,
    adultGames: {
      games: Uint32Array.from({ length: canonicalCount }, (_, game) => game).filter(isAdult),
      byFeature: onlyRows(byFeature, isAdult),
    },
    byTag: invert(games.tags, tags.kind.length, canonicalCount),
    editions: editionsOf,
    slugs: slugTable(slugs.ends, slugs.utf8),
    search: await searchIndexOf(await indexTitles(sources), sources),
    fame: fameBounds(ratings),
    passing: new LRUCache({ max: SETS_KEPT }),
    scratch: {
      sums: new Int32Array(canonicalCount),
      marks: new Uint8Array(canonicalCount),
      weightOf: new Int32Array(features.kind.length),
    },
  };
}

/** The release that latest.json names, verified. @throws {@link ReleaseError} */
export const loadRelease = async (storage: Storage): Promise<Release> =>
  loadNamedRelease(storage, await readLatestName(storage));

/** Canonical game → the games that fold onto it. A canonical game comes first, because its number is the lowest. */
function editions(canonical: Uint32Array, canonicalCount: number): Rows {
  const start = Uint32Array.from({ length: canonical.length + 1 }, (_, game) => game);
  return invert({ start, values: canonical }, canonicalCount);
}
