import { top } from '../../arrays/top.ts';
import type { Trial } from './leave-one-out.ts';
import type { Ranker } from './ranking.ts';

/** Near games of each game that speak for it. */
const NEIGHBORS = 50;

/**
 * Item-based nearest neighbours (Deshpande and Karypis 2004): two games are as near as the cosine of their sets of players;
 * each game of the profile gives its 50 nearest as much as they are near.
 *
 * @param histories the games of each user, without what is held out
 * @param universe how many games there are
 */
export function itemKnn(histories: readonly Trial['profile'][], universe: number): Ranker {
  const near = nearestByPlayers(histories, universe);
  return (profile) => {
    const scores = new Float64Array(universe);
    for (const game of profile) {
      for (const { item, score } of near[game] ?? []) scores[item] = (scores[item] ?? 0) + score;
    }
    return scores;
  };
}

function nearestByPlayers(histories: readonly Trial['profile'][], universe: number) {
  const usersOf = Array.from({ length: universe }, (): number[] => []);
  histories.forEach((games, user) => {
    for (const game of games) usersOf[game]?.push(user);
  });
  return usersOf.map((users, game) => {
    const common = new Float64Array(universe);
    for (const user of users) {
      for (const other of histories[user] ?? []) common[other] = (common[other] ?? 0) + 1;
    }
    const best = top(NEIGHBORS);
    common.forEach((count, other) => {
      if (count === 0 || other === game) return;
      best.offer(other, count / Math.sqrt(users.length * (usersOf[other]?.length ?? 1)));
    });
    return best.best();
  });
}
