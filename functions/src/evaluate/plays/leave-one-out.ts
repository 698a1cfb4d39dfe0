/** What one user played, with one game held out. Games are indices into the universe. */
export interface Trial {
  /** The others. */
  profile: readonly number[];
  held: number;
}

/** Fewer games say too little about a user's taste. */
const LEAST_GAMES = 5;

/**
 * One trial for each user who played enough games, the held-out game drawn at random, and all other plays to learn from.
 *
 * @param histories the games of each user, without duplicates
 * @param random numbers in [0, 1)
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
