import { pointsOf } from './points.ts';
import type { Match } from './points.ts';
import { gameOfTitle } from './search-index.ts';
import type { SearchIndex } from './search-index.ts';
import { isDoubtful, TIERS } from './tier.ts';
import type { Tier } from './tier.ts';

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
