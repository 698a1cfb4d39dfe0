import { type SearchIndex, gameOfTitle } from './search-index.ts';
import { TIERS, type Tier, isDoubtful } from './tier.ts';

/** Each game's best match so far, in the index's scratch arrays. */
export interface Matches {
  add(title: number, match: Match): void;
  /** How many games matched. */
  count(): number;
  hasExact(): boolean;
  /** Whether any match is more than an accident: letter by letter, by an acronym, or a whole title. */
  hasSound(): boolean;
  /**
   * Calls back with each game that may be shown, ascending: main games, and editions whose own title matched better
   * than their main game did.
   */
  forEach(show: (game: number, tier: Tier, points: number) => void): void;
  /** The title by which the game matched. */
  titleOf(game: number): number;
  /** To be called at last: leaves the scratch arrays as they were. */
  clear(): void;
}

/** @param typedLetters how long the query is, see {@link pointsOf} */
export function matchesIn(index: SearchIndex, canonical: Uint32Array, typedLetters: number): Matches {
  const { points, tier, title } = index.scratch;
  let count = 0;
  let exact = false;
  let sound = false;
  return {
    add(matched, match) {
      const game = gameOfTitle(index, matched);
      const worth = pointsOf(match, typedLetters, matched >= index.gameCount);
      const first = title[game] === 0;
      if (!first && worth <= (points[game] ?? 0)) return;
      if (first) count++;
      if (match.tier === 'exact') exact = true;
      if (!isDoubtful(match.tier) || match.mistakes !== undefined) sound = true;
      points[game] = worth;
      tier[game] = TIERS.indexOf(match.tier) + 1;
      title[game] = matched + 1;
    },
    count: () => count,
    hasExact: () => exact,
    hasSound: () => sound,
    forEach(show) {
      for (let game = 0; game < index.gameCount; game++) {
        if (title[game] === 0) continue;
        const main = canonical[game] ?? 0;
        if (main !== game && (tier[game] ?? 0) <= (tier[main] ?? 0)) continue;
        const as = TIERS[(tier[game] ?? 0) - 1] ?? 'typo';
        show(game, as, points[game] ?? 0);
      }
    },
    titleOf: (game) => (title[game] ?? 0) - 1,
    clear() {
      points.fill(0);
      tier.fill(0);
      title.fill(0);
    },
  };
}

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

function pointsOf({ tier, mistakes, leftOut = 0 }: Match, typedLetters: number, isAlias: boolean): number {
  const letters = Math.min(typedLetters, WHOLE_TITLE_LETTERS) * WHOLE_TITLE_POINTS_PER_LETTER;
  const whole = mistakes === undefined ? 0 : Math.max(0, letters + mistakes * POINTS_PER_MISTAKE);
  return TIER_POINTS[tier] + whole + leftOut * POINTS_PER_LETTER_LEFT_OUT + (isAlias ? ALIAS_POINTS : 0);
}
