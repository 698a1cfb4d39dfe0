import { top } from '../../arrays/top.ts';
import type { Trial } from './leave-one-out.ts';
import type { Ranker } from './ranking.ts';

/** Neighbours of each game that count. */
const NEIGHBORS = 50;

/**
 * Item-based nearest neighbours (Deshpande and Karypis 2004): the similarity of two games is the cosine of their sets of players.
 * A game's score is the sum of its similarities to the games of the profile that have it among their 50 nearest.
 *
 * @param histories the games of each user, without the held-out games
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
