/** What one user played, one game of it held out. Games are meant by their place in the universe. */
export interface Trial {
  /** The others. */
  profile: readonly number[];
  held: number;
}

/** Fewer games say too little of what somebody likes. */
const LEAST_GAMES = 5;

/**
 * A trial for each user who played enough, the game held out drawn at random; and all that is not held out, to learn from.
 *
 * @param histories the games of each user, none twice
 * @param random from 0 up to, but not, 1
 */
export function leaveOneOut(
  histories: readonly (readonly number[])[],
  random: () => number,
): { trials: Trial[]; learnt: (readonly number[])[] } {
  const trials: Trial[] = [];
  const learnt = histories.map((games) => {
    if (games.length < LEAST_GAMES) return games;
    const at = Math.floor(random() * games.length);
    const profile = games.toSpliced(at, 1);
    trials.push({ profile, held: games[at] ?? -1 });
    return profile;
  });
  return { trials, learnt };
}
