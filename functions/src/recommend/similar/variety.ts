import type { Release } from '../release/release.ts';
import { cosine, laidOut, scoreOf } from './score.ts';
import { vectorOf } from './profile.ts';
import type { Similar } from './query.ts';

/**
 * Maximal marginal relevance: takes, one after the other, the game of the highest match · (1 - variety · cosine with the most similar
 * game taken before), which becomes its match. That cosine only grows, so the match falls down the list. Of equal ones the one that
 * came first.
 *
 * @param list in its order
 * @param variety 0 (the list as it is) to 1
 * @param wanted how many to take; a shorter list is the beginning of a longer one
 */
export function diversify(
  release: Release,
  list: readonly Similar[],
  variety: number,
  wanted: number,
): Similar[] {
  const left = list.map((one) => ({ one, nearest: 0 }));
  const taken: Similar[] = [];
  while (taken.length < wanted && left.length > 0) {
    let best = 0;
    let bestMatch = -Infinity;
    left.forEach(({ one, nearest }, i) => {
      const match = one.match * (1 - variety * nearest);
      if (match <= bestMatch) return;
      best = i;
      bestMatch = match;
    });
    const [chosen] = left.splice(best, 1);
    if (chosen === undefined) break;
    taken.push({ ...chosen.one, match: bestMatch });
    laidOut(release, vectorOf(release, chosen.one.game), (weightOf) => {
      for (const candidate of left) {
        const likeness = cosine(scoreOf(release, weightOf, candidate.one.game));
        candidate.nearest = Math.max(candidate.nearest, likeness);
      }
    });
  }
  return taken;
}
