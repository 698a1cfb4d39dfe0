import type { Reason } from '@playkin/shared/api.ts';
import type { FeatureKind } from '@playkin/shared/release.ts';

/** How each kind of trait is called to visitors. */
const KIND_NAMES: Record<FeatureKind, string> = {
  genre: 'genre',
  theme: 'theme',
  keyword: 'keyword',
  concept: 'trait',
  mode: 'way to play',
  perspective: 'perspective',
  platform: 'platform',
  developer: 'developer',
  publisher: 'publisher',
  franchise: 'franchise',
  collection: 'series',
  engine: 'engine',
  word: 'word in both summaries',
};

/** What a trait is about; chips of one family look alike. */
export type ReasonFamily = 'about' | 'play' | 'makers' | 'words';

const FAMILIES: Record<FeatureKind, ReasonFamily> = {
  genre: 'about',
  theme: 'about',
  keyword: 'about',
  concept: 'about',
  mode: 'play',
  perspective: 'play',
  platform: 'play',
  developer: 'makers',
  publisher: 'makers',
  franchise: 'makers',
  collection: 'makers',
  engine: 'makers',
  word: 'words',
};

const PHRASES: Partial<Record<FeatureKind, (name: string) => string>> = {
  developer: (name) => `by ${name}`,
  publisher: (name) => `from ${name}`,
  collection: (name) => `${name} series`,
  franchise: (name) => `${name} franchise`,
  engine: (name) => `runs on ${name}`,
  platform: (name) => `on ${name}`,
  word: (name) => `“${name}”`,
};

export interface ReasonText {
  text: string;
  kind: string;
  /** Whether nothing written about the game says so. */
  inferred: boolean;
  family: ReasonFamily;
  /** Part of the match in whole percent, 0–100. */
  percent: number;
  /** 1 (faint) – 4 (decisive). */
  strength: 1 | 2 | 3 | 4;
}

/** Parts of a match, in percent, from which a reason counts as noticeable, strong and decisive. */
const NOTICEABLE = 4;
const STRONG = 10;
const DECISIVE = 20;

/** Puts a reason into words; `score` is the match that its share is part of. */
export function reasonText({ kind, name, share, inferred }: Reason, score: number): ReasonText {
  const percent = score > 0 ? Math.round((100 * Math.abs(share)) / score) : 0;
  return {
    text: PHRASES[kind]?.(name) ?? name,
    kind: inferred ? `${KIND_NAMES[kind]}, inferred` : KIND_NAMES[kind],
    inferred: inferred === true,
    family: FAMILIES[kind],
    percent,
    strength: percent >= DECISIVE ? 4 : percent >= STRONG ? 3 : percent >= NOTICEABLE ? 2 : 1,
  };
}
