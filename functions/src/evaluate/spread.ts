import type { Lists } from './lists.ts';
import type { Metrics } from './quality.ts';

/** The in-degree of each game in the graph of neighbours: how many top tens it is in. */
export function inDegrees({ ids, tops }: Pick<Lists, 'ids' | 'tops'>): Uint32Array {
  const degrees = new Uint32Array(ids.length);
  for (const list of tops) {
    for (const game of list) degrees[game] = (degrees[game] ?? 0) + 1;
  }
  return degrees;
}

/** Catalogue coverage (Ge, Delgado-Battenfeld and Jannach 2010): the share of the games that are in any list, 0 to 1. */
export const coverage = (degrees: Uint32Array): number =>
  degrees.reduce((games, degree) => games + (degree > 0 ? 1 : 0), 0) / degrees.length;

/**
 * Gini coefficient: half the mean difference of two degrees, relative to their mean. 0 when every game is in the same number
 * of lists, near 1 when a few games fill all lists (for recommenders: Fleder and Hosanagar 2009). NaN without lists.
 */
export function gini(degrees: Uint32Array): number {
  let [weighted, total] = [0, 0];
  degrees.toSorted().forEach((degree, i) => {
    weighted += (2 * (i + 1) - degrees.length - 1) * degree;
    total += degree;
  });
  return weighted / (degrees.length * total);
}

/** How evenly the lists are spread over the catalogue, and the index of the game that is in most of them. */
export function spread(lists: Lists): { metrics: Metrics; hub?: number } {
  const degrees = inDegrees(lists);
  const largest = degrees.reduce((most, degree) => Math.max(most, degree), 0);
  if (largest === 0) return { metrics: {} };
  const metrics: Metrics = {
    'coverage@10': { value: coverage(degrees) },
    'gini@10': { value: gini(degrees) },
    'largest_in_degree@10': { value: largest },
  };
  return { metrics, hub: degrees.indexOf(largest) };
}
