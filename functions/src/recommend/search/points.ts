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
  most: -10,
};
/** The more letters of a whole title somebody typed, the less likely they were on the way to another one. */
const WHOLE_TITLE_POINTS_PER_LETTER = 1;
const WHOLE_TITLE_LETTERS = 12;
/** With few letters typed and several to go, it may be any title that begins so. */
const POINTS_PER_MISTAKE = -2;
const POINTS_PER_LETTER_LEFT_OUT = -1;
/** Of equal matches a game's own name counts more than what else it is called. */
const ALIAS_POINTS = -0.5;

/** How a title matched. */
export interface Match {
  tier: Tier;
  /** For a whole title: letters missing or mistyped; absent when the title has further words. */
  mistakes?: number | undefined;
  /** Letters of the typed word that the title does without. */
  leftOut?: number;
}

export function pointsOf(
  { tier, mistakes, leftOut = 0 }: Match,
  typedLetters: number,
  isAlias: boolean,
): number {
  const letters = Math.min(typedLetters, WHOLE_TITLE_LETTERS) * WHOLE_TITLE_POINTS_PER_LETTER;
  const whole = mistakes === undefined ? 0 : Math.max(0, letters + mistakes * POINTS_PER_MISTAKE);
  return TIER_POINTS[tier] + whole + leftOut * POINTS_PER_LETTER_LEFT_OUT + (isAlias ? ALIAS_POINTS : 0);
}
