import type { Reason, SourceShare } from '@playkin/shared/api.ts';
import { at } from '../../arrays/rows.ts';
import { joined, mergeTraits, traitOf } from './traits.ts';
import type { Part, Profile } from '../similar/profile.ts';
import type { Release } from '../release/release.ts';
import { SCORE_SCALE } from '../similar/score.ts';
import type { Trait } from './traits.ts';

const MAX_REASONS = 6;
const MAX_AGAINST = 3;
/** With so many named traits the words of the summaries say nothing more to a person. */
const ENOUGH_NAMED = 3;
/** How much less a trait tells that is shared by very many games. */
const FAINT_PART = 0.1;

/** Why a game has its score: the shares of `why` and `against` and `others` add up to it, and so do those of `seeds`. */
export interface Explanation {
  /** The {@link MAX_REASONS} that tell most, those first that do. */
  why: Reason[];
  /** The {@link MAX_AGAINST} named traits that take most away from the score. */
  against: Reason[];
  /** The sum of all other shares. */
  others: number;
  /** What each liked or unliked game and each trait adds. Empty for one liked game alone. */
  seeds: SourceShare[];
}

/**
 * Every trait that the game has in common with the profile, with its part of the score; the parts add up to it.
 * Unliked games make some parts negative. IGDB has some traits twice, as a theme and a keyword ("Stealth") or in a
 * longer name: they are one part here, see {@link mergeTraits}. A word of the summaries that is in a trait's name
 * ("boss", "boss fight") counts for that trait.
 */
export function contributions(
  release: Release,
  profile: Profile,
  game: number,
  parts: readonly Part[] = [],
): Trait[] {
  const byName = new Map<string, Trait>();
  for (const trait of sharedFeatures(release, profile, game, parts)) {
    const known = byName.get(trait.key);
    byName.set(trait.key, known === undefined ? trait : joined(known, trait));
  }
  const traits = [...byName.values()].sort(byShare);
  const named = mergeTraits(traits.filter(({ kind }) => kind !== 'word')).sort(byShare);
  const unnamed: Trait[] = [];
  for (const word of traits.filter(({ kind }) => kind === 'word')) {
    const owner = named.find(({ words }) => words.has(word.name));
    if (owner === undefined) unnamed.push(word);
    else {
      owner.share += word.share;
      owner.from = owner.from.map((share, part) => share + (word.from[part] ?? 0));
    }
  }
  return [...named, ...unnamed];
}

/** What each part has of a feature's weight in the profile. The profile is rounded: the largest part takes the difference. */
function partsOf(parts: readonly Part[], feature: number, weight: number): number[] {
  const own = parts.map((part) => part.weights.get(feature) ?? 0);
  const rounding = weight - own.reduce((sum, value) => sum + value, 0);
  const largest = own.reduce((best, value, i) => (Math.abs(value) > Math.abs(own[best] ?? 0) ? i : best), 0);
  return own.map((value, i) => (i === largest ? value + rounding : value));
}

function sharedFeatures(release: Release, profile: Profile, game: number, parts: readonly Part[]): Trait[] {
  const { vectors } = release;
  const shared: Trait[] = [];
  const end = vectors.start[game + 1] ?? 0;
  for (let i = vectors.start[game] ?? 0; i < end; i++) {
    const feature = vectors.values[i] ?? 0;
    const weight = profile.get(feature);
    if (weight === undefined) continue;
    const product = (vectors.weights[i] ?? 0) / SCORE_SCALE;
    const { kind, name, key, words, rank, idf, silent, faint } = traitOf(release, feature);
    const from = parts.length < 2 ? NO_PARTS : partsOf(parts, feature, weight).map((part) => part * product);
    const inferred = isInferred(release, i);
    const share = weight * product;
    shared.push({ kind, name, key, words, rank, idf, silent, faint, share, from, inferred });
  }
  return shared;
}

const NO_PARTS: number[] = [];

/** Whether an entry of a vector is a concept that nothing written about the game mentions. */
export const isInferred = ({ inferred }: Release, entry: number): boolean =>
  (((inferred[entry >>> 3] ?? 0) >>> (entry & 7)) & 1) === 1;

/** The larger share first; of equal shares a named trait before a word, then by name. */
function byShare(a: Trait, b: Trait): number {
  const words = Number(a.kind === 'word') - Number(b.kind === 'word');
  return b.share - a.share || words || (a.name < b.name ? -1 : 1);
}

/**
 * How much a trait tells: its share times the square of its idf. "Single player" is shared by nearly all games and explains nothing,
 * however much it adds to the score.
 */
const telling = ({ share, idf, faint }: Trait): number => share * idf * idf * (faint ? FAINT_PART : 1);

/**
 * The traits to show, those that tell most first. Words out of summaries appear only where fewer than {@link ENOUGH_NAMED} named
 * traits speak for the game, and what very many games share only to make up that number.
 */
function shown(traits: readonly Trait[]): Trait[] {
  const speaking = traits.filter(({ share, silent }) => share > 0 && !silent);
  const named = speaking.filter(({ kind }) => kind !== 'word');
  const sorted = (named.length >= ENOUGH_NAMED ? named : speaking).sort(
    (a, b) => telling(b) - telling(a) || byShare(a, b),
  );
  return sorted.slice(0, MAX_REASONS).filter(({ faint }, place) => place < ENOUGH_NAMED || !faint);
}

/** @param parts what the profile is the sum of; without them the explanation is that of one game */
export function explain(
  release: Release,
  profile: Profile,
  game: number,
  parts: readonly Part[] = [],
): Explanation {
  const traits = contributions(release, profile, game, parts);
  const sum = traits.reduce((total, { share }) => total + share, 0);
  // A score is at most 1, which rounded weights may exceed by some 0.0001.
  const scale = sum > 1 ? 1 / sum : 1;
  const sourcesOf = (shares: readonly number[]): SourceShare[] => {
    const sources: SourceShare[] = [];
    for (const [i, { game: seed, trait = '' }] of parts.length < 2 ? [] : parts.entries()) {
      const share = (shares[i] ?? 0) * scale;
      if (share !== 0)
        sources.push(seed === undefined ? { trait, share } : { id: at(release.games.id, seed), share });
    }
    return sources;
  };
  const toReason = ({ kind, name, share, from, inferred }: Trait): Reason => {
    const reason: Reason = { kind, name, share: share * scale };
    if (inferred) reason.inferred = inferred;
    if (from.length > 0) reason.from = sourcesOf(from);
    return reason;
  };
  const why = shown(traits);
  const against = traits
    .filter(({ kind, share, silent }) => share < 0 && kind !== 'word' && !silent)
    .sort((a, b) => a.share - b.share)
    .slice(0, MAX_AGAINST);
  const listed = [...why, ...against].reduce((total, { share }) => total + share, 0);
  const perPart = parts.map((_part, i) => traits.reduce((total, { from }) => total + (from[i] ?? 0), 0));
  return {
    why: why.map(toReason),
    against: against.map(toReason),
    others: (sum - listed) * scale,
    seeds: sourcesOf(perPart),
  };
}
