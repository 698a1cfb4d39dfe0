/**
 * Recall@k: how many of the relevant games a list holds, of as many as it could hold (Liang et al. 2018 cut it so), 0 to 1.
 *
 * @param size how long the list may be
 * @returns undefined where nothing is relevant
 */
export function recall(
  list: readonly number[],
  relevant: ReadonlySet<number>,
  size: number,
): number | undefined {
  if (relevant.size === 0) return undefined;
  return list.filter((game) => relevant.has(game)).length / Math.min(size, relevant.size);
}
