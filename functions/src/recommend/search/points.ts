import type { Tier } from './tier.ts';

/**
 * What a match is worth beside the game's fame, in the same unit: one more is twice as many ratings. So among well
 * matching titles the known ones come first, and a worse match only when it is much better known.
 */
const TIER_POINTS: Readonly<Record<Tier, number>> = {
  exact: 2,
  prefix: 1,
  words: 0,
  acronym: -1,
  beginnings: -4,
  typo: -6,
};
/** The more letters of a whole title somebody typed, the less likely they were on the way to another one. */
const EXACT_POINTS_PER_LETTER = 1;
const EXACT_LETTERS = 12;
/** Of equal matches a game's own name counts more than what else it is called. */
const ALIAS_POINTS = -0.5;

export function pointsOf(tier: Tier, typedLetters: number, isAlias: boolean): number {
  const letters = tier === 'exact' ? Math.min(typedLetters, EXACT_LETTERS) : 0;
  return TIER_POINTS[tier] + letters * EXACT_POINTS_PER_LETTER + (isAlias ? ALIAS_POINTS : 0);
}
