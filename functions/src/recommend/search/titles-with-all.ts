const size = (lists: readonly Uint32Array[]) => lists.reduce((sum, list) => sum + list.length, 0);

/** Whether a title has the term: its place among the terms, and the title. */
export type HasTerm = (term: number, title: number) => boolean;

/** Looking into a title takes as long as so many elements of a list. */
const LOOK_COST = 8;

/**
 * The titles that occur for every term, where a term is the union of lists: at least one of its lists has them.
 * @param met one zero for each title, left as it was found; terms must be fewer than 256
 * @param hasTerm where given, long lists are not walked for few titles
 */
export function titlesWithAll(terms: readonly Uint32Array[][], met: Uint8Array, hasTerm?: HasTerm): number[] {
  // The rarest term first: only the titles it marks can be marked further, and have to be cleared.
  const order = terms
    .map((lists, term) => ({ lists, term, size: size(lists) }))
    .sort((a, b) => a.size - b.size);
  const [rarest, ...others] = order;
  if (!rarest || rarest.size === 0) return [];
  const first = rarest.lists;
  const found: number[] = [];
  for (const list of first) {
    for (const title of list) {
      if (met[title] === 0) found.push(title);
      met[title] = 1;
    }
  }
  others.forEach(({ lists, term, size }, k) => {
    if (hasTerm && size > found.length * LOOK_COST) {
      for (const title of found) if (met[title] === k + 1 && hasTerm(term, title)) met[title] = k + 2;
      return;
    }
    for (const list of lists) {
      for (const title of list) {
        if (met[title] === k + 1) met[title] = k + 2;
      }
    }
  });
  const all = found.filter((title) => met[title] === terms.length);
  for (const title of found) met[title] = 0;
  return all;
}

/**
 * The titles that occur for some of the terms, each with the sum of their weights, at least `least`.
 * @param met one zero for each title, left as it was found
 */
export function titlesWithSome(
  terms: readonly { lists: readonly Uint32Array[]; weight: number }[],
  least: number,
  met: Uint8Array,
): Map<number, number> {
  const sums = new Map<number, number>();
  let left = terms.reduce((sum, { weight }) => sum + weight, 0);
  for (const { lists, weight } of terms.toSorted((a, b) => b.weight - a.weight)) {
    const isEnough = left >= least; // for a title that has none of the terms so far
    left -= weight;
    const marked: number[] = [];
    for (const list of lists) {
      for (const title of list) {
        if (met[title] !== 0) continue;
        const before = sums.get(title);
        if (before === undefined && !isEnough) continue;
        met[title] = 1;
        marked.push(title);
        sums.set(title, (before ?? 0) + weight);
      }
    }
    for (const title of marked) met[title] = 0;
  }
  for (const [title, weight] of sums) if (weight < least) sums.delete(title);
  return sums;
}
