import { fold, foldWords, singular } from '@playkin/shared/fold.ts';
import { FEATURE_KINDS, type FeatureKind } from '@playkin/shared/release.ts';
import { LRUCache } from 'lru-cache';
import { at } from '../../arrays/rows.ts';
import type { Release } from '../release/release.ts';
import { isFaint, isSilent } from './quiet.ts';

/** What a game is about. The other kinds are names: the words of "Final Fantasy" do not say that it is fantasy. */
const DESCRIBING: readonly FeatureKind[] = ['genre', 'theme', 'keyword', 'concept', 'mode', 'perspective'];

/**
 * How far a kind goes before others in naming a trait that it has in common with them: the lowest number gives the name. A concept
 * counts as a keyword, so that of the two the longer name is taken.
 */
const namingRank = (kind: FeatureKind): number =>
  FEATURE_KINDS.indexOf(kind === 'concept' ? 'keyword' : kind);

/** The words of a trait's name in the singular. */
const traitWords = (name: string): Set<string> => new Set(foldWords(name).map(singular));

function isWithin(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  if (part.size > whole.size) return false;
  for (const word of part) if (!whole.has(word)) return false;
  return true;
}

/** Both as one, with the kind and name of the one that goes first by {@link namingRank}. */
export function joined(a: Trait, b: Trait): Trait {
  const first = a.rank <= b.rank ? a : b;
  return {
    ...first,
    share: a.share + b.share,
    from: a.from.map((share, part) => share + (b.from[part] ?? 0)),
    idf: Math.max(a.idf, b.idf),
    // Where one of them is known, the trait is.
    inferred: a.inferred && b.inferred,
  };
}

/**
 * One trait where the words of one are all among those of another: "Hack and slash" and "Hack and slash/Beat 'em up".
 * Of two of the same kind the one that says more gives the name. Traits whose names are of people or series stay.
 */
export function mergeTraits(traits: readonly Trait[]): Trait[] {
  const merged: { trait: Trait; words: ReadonlySet<string> }[] = [];
  const others: Trait[] = [];
  for (const trait of traits.toSorted((a, b) => a.rank - b.rank)) {
    const { words } = trait;
    const isOne = words.size > 0 && DESCRIBING.includes(trait.kind);
    const known = merged.find((other) => isWithin(words, other.words) || isWithin(other.words, words));
    if (!isOne) others.push(trait);
    else if (known === undefined) merged.push({ trait, words });
    else if (known.trait.rank === trait.rank && words.size > known.words.size) {
      Object.assign(known, { trait: joined(trait, known.trait), words });
    } else known.trait = joined(known.trait, trait);
  }
  return [...merged.map(({ trait }) => trait), ...others];
}

/** What a feature is to people, whatever game has it. */
export interface KnownTrait {
  kind: FeatureKind;
  name: string;
  /** Equal for features that people call alike. */
  key: string;
  /** See {@link traitWords}. */
  words: ReadonlySet<string>;
  /** {@link namingRank} of its kind. */
  rank: number;
  /** ln(1 + games / games that have it): how much it tells games apart. */
  idf: number;
  /** See {@link isSilent}. */
  silent: boolean;
  /** See {@link isFaint}. */
  faint: boolean;
}

/** A reason with what it takes to join it with others and to choose among them. */
export interface Trait extends KnownTrait {
  /** Its part of the score. */
  share: number;
  /** What each part of the profile has of the share; empty where there is one part only. */
  from: number[];
  /** Whether nothing that is written about the game says so, and it is inferred. */
  inferred: boolean;
}

/** Short forms that IGDB's keywords have in lower case, as people write them. */
const SHORT_FORMS: ReadonlyMap<string, string> = new Map(
  'PvP PvE MMO MMORPG RPG JRPG ARPG TRPG FPS TPS RTS MOBA NPC NPCs AI VR AR DLC QTE GPS UFO UFOs TV DJ BMX DNA HUD USB LGBTQ NASA CIA FBI NATO WW1 WW2 WWI WWII'
    .split(' ')
    .map((form) => [form.toLowerCase(), form]),
);
/** "2d", "4x" */
const DIGITS_AND_LETTER = /^\d+[dx]$/;

/** A keyword as the name of a trait: the first letter and known short forms upper case, the rest as it is. */
function traitName(keyword: string): string {
  const written = keyword.replace(/[a-z0-9]+/gi, (word) => {
    if (DIGITS_AND_LETTER.test(word)) return word.toUpperCase();
    return SHORT_FORMS.get(word.toLowerCase()) ?? word;
  });
  return written.slice(0, 1).toUpperCase() + written.slice(1);
}

/** Some ten megabytes. Few features are shared by many games. */
const TRAITS_KEPT = 20_000;

const KNOWN = new WeakMap<Release, LRUCache<number, KnownTrait>>();

/** What the feature is to people: found out once, for those asked about last. */
export function traitOf(release: Release, feature: number): KnownTrait {
  let known = KNOWN.get(release);
  if (known === undefined) KNOWN.set(release, (known = new LRUCache({ max: TRAITS_KEPT })));
  let trait = known.get(feature);
  if (trait === undefined) known.set(feature, (trait = readTrait(release, feature)));
  return trait;
}

function readTrait({ features, byFeature, canonicalCount }: Release, feature: number): KnownTrait {
  const kind = FEATURE_KINDS[at(features.kind, feature)] ?? 'word';
  const written = features.name.at(feature);
  const name = kind === 'keyword' ? traitName(written) : written;
  const games = at(byFeature.start, feature + 1) - at(byFeature.start, feature);
  return {
    kind,
    name,
    key: fold(name) || name,
    words: traitWords(name),
    rank: namingRank(kind),
    idf: Math.log(1 + canonicalCount / games),
    silent: isSilent(kind, name),
    faint: isFaint(kind, name),
  };
}
