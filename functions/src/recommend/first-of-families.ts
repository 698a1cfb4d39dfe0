/**
 * The first game of each of the first `limit` families, so that no two games of a list are one to a player.
 * @param family of each game
 * @param without families that are passed over
 */
export function firstOfFamilies(
  games: Iterable<number>,
  limit: number,
  family: Uint32Array,
  without: ReadonlySet<number>,
): number[] {
  const seen = new Set(without);
  const first: number[] = [];
  for (const game of games) {
    if (first.length === limit) break;
    const own = family[game] ?? game;
    if (seen.has(own)) continue;
    seen.add(own);
    first.push(game);
  }
  return first;
}
