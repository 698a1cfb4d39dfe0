import { foldWords } from '@playkin/shared/fold.ts';
import { FEATURE_KINDS, type FeatureKind } from '@playkin/shared/release.ts';
import { at } from '../../arrays/rows.ts';
import type { Release } from '../release/release.ts';

/** The kinds of features that a visitor can ask for more or less of, and whose name is taken where several have it. */
const DIAL_KINDS: readonly FeatureKind[] = ['concept', 'genre', 'theme'];

/** A trait that there can be more or less of: the features of that name, whatever their kind. */
export interface Dial {
  slug: string;
  name: string;
  /** How many canonical games have it. */
  games: number;
  /** Features → their part of a vector of length 1: the direction in which there is more of it. */
  axis: ReadonlyMap<number, number>;
}

function gamesWith({ byFeature }: Release, features: readonly number[]): number {
  const [only] = features;
  if (only !== undefined && features.length === 1) {
    return at(byFeature.start, only + 1) - at(byFeature.start, only);
  }
  const games = new Set<number>();
  for (const feature of features) {
    for (let i = at(byFeature.start, feature); i < at(byFeature.start, feature + 1); i++) {
      games.add(at(byFeature.values, i));
    }
  }
  return games.size;
}

function readDials(release: Release): Map<string, Dial> {
  const { features } = release;
  const named = new Map<string, { rank: number; name: string; features: number[] }>();
  for (let feature = 0; feature < features.kind.length; feature++) {
    const rank = DIAL_KINDS.indexOf(FEATURE_KINDS[at(features.kind, feature)] ?? 'word');
    if (rank === -1) continue;
    const name = features.name.at(feature);
    const slug = foldWords(name).join('-');
    if (slug === '') continue;
    const known = named.get(slug);
    if (known === undefined) named.set(slug, { rank, name, features: [feature] });
    else {
      known.features.push(feature);
      if (rank < known.rank) Object.assign(known, { rank, name });
    }
  }
  return new Map(
    [...named].map(([slug, { name, features: own }]) => {
      const axis = new Map(own.map((feature) => [feature, 1 / Math.sqrt(own.length)]));
      return [slug, { slug, name, games: gamesWith(release, own), axis }];
    }),
  );
}

const DIALS = new WeakMap<Release, Map<string, Dial>>();

/** Slug → trait, a few hundred. Read once for each release. */
export function dialsOf(release: Release): ReadonlyMap<string, Dial> {
  const known = DIALS.get(release);
  if (known !== undefined) return known;
  const dials = readDials(release);
  DIALS.set(release, dials);
  return dials;
}
