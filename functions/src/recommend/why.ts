import type { Reason } from '@playkin/shared/api.ts';
import { FEATURE_KINDS } from '@playkin/shared/release.ts';
import { fold } from '@playkin/shared/fold.ts';
import { at } from './at.ts';
import type { Profile } from './profile.ts';
import type { Release } from './release.ts';
import { SCORE_SCALE } from './score.ts';

const MAX_REASONS = 6;
/** With so many named traits the words of the summaries say nothing more to a person. */
const ENOUGH_NAMED = 3;

/**
 * Every feature that the game has in common with the profile, with its part of the score; the parts add up to it.
 * Unliked games make some parts negative. IGDB has some traits twice, as a theme and a keyword ("Stealth"): they are
 * one part here, of the kind that comes first in FEATURE_KINDS.
 */
export function contributions({ vectors, features }: Release, profile: Profile, game: number): Reason[] {
  const byName = new Map<string, Reason & { rank: number }>();
  for (let i = at(vectors.start, game); i < at(vectors.start, game + 1); i++) {
    const feature = at(vectors.values, i);
    const weight = profile.get(feature);
    if (weight === undefined) continue;
    const share = (weight * at(vectors.weights, i)) / SCORE_SCALE;
    const name = features.name.at(feature);
    const rank = at(features.kind, feature);
    const key = fold(name) || name;
    const known = byName.get(key);
    const first = known && known.rank <= rank ? known : { kind: kindOf(rank), name, rank };
    byName.set(key, { ...first, share: share + (known?.share ?? 0) });
  }
  return [...byName.values()].map(({ kind, name, share }) => ({ kind, name, share }));
}

const kindOf = (rank: number) => FEATURE_KINDS[rank] ?? 'word';

/** The larger share first; of equal shares a named trait before a word, then by name. */
function compare(a: Reason, b: Reason): number {
  const words = Number(a.kind === 'word') - Number(b.kind === 'word');
  return b.share - a.share || words || (a.name < b.name ? -1 : 1);
}

/**
 * The reasons to show: what adds most to the score, at most {@link MAX_REASONS}. Words out of summaries appear only
 * where fewer than {@link ENOUGH_NAMED} named traits speak for the game. What is left out keeps its share: those
 * listed need not add up to the score.
 */
export function why(release: Release, profile: Profile, game: number): Reason[] {
  const speaking = contributions(release, profile, game).filter(({ share }) => share > 0);
  const named = speaking.filter(({ kind }) => kind !== 'word');
  const shown = named.length >= ENOUGH_NAMED ? named : speaking;
  return shown.sort(compare).slice(0, MAX_REASONS);
}
