import type { Narrower } from './narrowing.ts';
import { type SearchIndex, gameOfTitle } from './search-index.ts';
import { TIERS, type Tier, isDoubtful } from './tier.ts';

/** Each game's best match so far, in the index's scratch arrays. */
export interface Matches {
  add(title: number, match: Match): void;
  /** What follows is matched for other words than those typed: only games that fit, at so many points more. */
  under(narrowers: readonly Narrower[], points: number): void;
  hasExact(): boolean;
  /** The most that a match is worth, with the game's fame. */
  bestWorth(): number;
  /** Whether any match is more than an accident: letter by letter, by an acronym, or a whole title. */
  hasSound(): boolean;
  /** Whether any of these is of a game that somebody rated, or begins with what was typed. */
  hasKnown(): boolean;
  /**
   * Calls back with each game that may be shown, ascending: main games, and editions whose own title matched better
   * than their main game did.
   */
  forEach(show: (game: number, tier: Tier, points: number) => void): void;
  /** How the game matched; `undefined` where it did not. */
  tierOf(game: number): Tier | undefined;
  pointsOf(game: number): number;
  /** The title by which the game matched. */
  titleOf(game: number): number;
  /** To be called at last: leaves the scratch arrays as they were. */
  clear(): void;
}

/** Games that a search leaves out. */
export interface LeftOut {
  /** One for each game: 1 = is left out. */
  which: Uint8Array;
  /** Those of them that match; the search adds them. */
  games: Set<number>;
}

const BEGINNINGS: ReadonlySet<Tier> = new Set(['onset', 'prefix', 'lead', 'exact']);

/** @param typedLetters how long the query is, see {@link worthOf} */
export function matchesIn(index: SearchIndex, typedLetters: number, leftOut?: LeftOut): Matches {
  const { points, tier, title } = index.scratch;
  const { canonical } = index.games;
  let exact = false;
  let bestWorth = -Infinity;
  let sound = false;
  let known = false;
  let narrowers: readonly Narrower[] = [];
  let extra = 0;
  const touched: number[] = [];

  const fit = (game: number): number | undefined => {
    let sum = extra;
    for (const narrower of narrowers) {
      const fits = narrower(index, game);
      if (fits === undefined) return undefined;
      sum += fits;
    }
    return sum;
  };

  const tierOf = (game: number): Tier | undefined => TIERS[(tier[game] ?? 0) - 1];

  return {
    under(others, points) {
      narrowers = others;
      extra = points;
    },
    add(matched, match) {
      const game = gameOfTitle(index, matched);
      const fits = fit(game);
      if (fits === undefined) return;
      if (leftOut?.which[game] === 1) {
        leftOut.games.add(game);
        return;
      }
      const addOn = index.addOns[game] === 1 ? addOnPoints(match.tier) : 0;
      const worth = worthOf(match, typedLetters, matched >= index.gameCount) + fits + addOn;
      const first = title[game] === 0;
      if (!first && worth <= (points[game] ?? 0)) return;
      if (first) touched.push(game);
      if (match.tier === 'exact') exact = true;
      bestWorth = Math.max(bestWorth, worth + (index.fame[game] ?? 0));
      if (!isDoubtful(match.tier) || match.mistakes !== undefined) {
        sound = true;
        if (BEGINNINGS.has(match.tier) || (index.fame[game] ?? 0) > 0) known = true;
      }
      points[game] = worth;
      tier[game] = TIERS.indexOf(match.tier) + 1;
      title[game] = matched + 1;
    },
    hasExact: () => exact,
    bestWorth: () => bestWorth,
    hasSound: () => sound,
    hasKnown: () => known,
    forEach(show) {
      touched.sort((a, b) => a - b);
      for (const game of touched) {
        const main = canonical[game] ?? 0;
        if (main === game || (tier[game] ?? 0) > (tier[main] ?? 0)) continue;
        // Hidden behind its game, which is then found as well as it.
        points[main] = Math.max(points[main] ?? 0, points[game] ?? 0);
      }
      for (const game of touched) {
        const main = canonical[game] ?? 0;
        if (main !== game && (tier[game] ?? 0) <= (tier[main] ?? 0)) continue;
        show(game, tierOf(game) ?? 'typo', points[game] ?? 0);
      }
    },
    tierOf,
    pointsOf: (game) => points[game] ?? 0,
    titleOf: (game) => (title[game] ?? 0) - 1,
    clear() {
      for (const game of touched) points[game] = tier[game] = title[game] = 0;
    },
  };
}

/**
 * What a match is worth beside the game's fame, in the same unit: one more is twice as many ratings. So among well
 * matching titles the known ones come first, and a worse match only when it is much better known. A whole title that
 * nobody rated comes before what only begins so and up to four thousand rated, and a whole subtitle before it where
 * a few dozen rated that game.
 */
const TIER_POINTS: Readonly<Record<Tier, number>> = {
  exact: 12,
  part: 7,
  lead: 4,
  prefix: 1,
  onset: 0.5,
  words: 0,
  begun: -1,
  acronym: -1,
  beginnings: -4,
  typo: -6,
  most: -10,
};
/** The more letters of a whole title somebody typed, if not all or not right, the less likely they were on the way to another one. */
const WHOLE_TITLE_POINTS_PER_LETTER = 1;
const WHOLE_TITLE_LETTERS = 12;
/** With few letters typed and several to go, it may be any title that begins so. */
const POINTS_PER_MISTAKE = -2;
const POINTS_PER_LETTER_LEFT_OUT = -1;
/** Of equal matches a game's own name counts more than what else it is called. */
const ALIAS_POINTS = -0.5;
/** Letters that stand in other words than were typed. */
const REREAD_POINTS = -1;
/** A title of just these words in another order. */
const ALL_WORDS_POINTS = 2;
/** An acronym of the title, at least up to its subtitle: "wow" of a game that five hundred rated comes before what nobody rated and is called so. */
const WHOLE_ACRONYM_POINTS = 6;
/** What adds to a game comes after it, and after the other games of its series, less so where all of its own title was typed. */
const ADD_ON_POINTS = -6;
const NAMED_ADD_ON_POINTS = -3;

function addOnPoints(tier: Tier): number {
  if (tier === 'exact') return 0;
  return tier === 'part' ? NAMED_ADD_ON_POINTS : ADD_ON_POINTS;
}

/** How a title matched. */
export interface Match {
  tier: Tier;
  /** For a whole title: letters missing or mistyped; absent when the title has further words. */
  mistakes?: number | undefined;
  /** Letters of the typed words that the title does without. */
  leftOut?: number;
  /** Whether words were joined or split. */
  reread?: boolean | undefined;
  /** Whether the title has just these words, in another order or as an acronym. */
  allWords?: boolean;
}

function worthOf(
  { tier, mistakes, leftOut = 0, reread, allWords }: Match,
  typedLetters: number,
  isAlias: boolean,
): number {
  const letters = Math.min(typedLetters, WHOLE_TITLE_LETTERS) * WHOLE_TITLE_POINTS_PER_LETTER;
  const isWhole = mistakes !== undefined && tier !== 'exact';
  const whole = isWhole ? Math.max(0, letters + mistakes * POINTS_PER_MISTAKE) : 0;
  return (
    TIER_POINTS[tier] +
    whole +
    leftOut * POINTS_PER_LETTER_LEFT_OUT +
    (isAlias ? ALIAS_POINTS : 0) +
    (reread === true ? REREAD_POINTS : 0) +
    (allWords === true ? (tier === 'acronym' ? WHOLE_ACRONYM_POINTS : ALL_WORDS_POINTS) : 0)
  );
}
