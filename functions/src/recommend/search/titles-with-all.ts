const size = (lists: readonly Uint32Array[]) => lists.reduce((sum, list) => sum + list.length, 0);

/**
 * The titles that occur for every term, where a term is the union of lists: at least one of its lists has them.
 * @param met one zero for each title, left as it was found; terms must be fewer than 256
 */
export function titlesWithAll(terms: readonly Uint32Array[][], met: Uint8Array): number[] {
  // The rarest term first: only the titles it marks can be marked further, and have to be cleared.
  const [first, ...others] = terms.toSorted((a, b) => size(a) - size(b));
  if (!first || size(first) === 0) return [];
  const found: number[] = [];
  for (const list of first) {
    for (const title of list) {
      if (met[title] === 0) found.push(title);
      met[title] = 1;
    }
  }
  others.forEach((lists, k) => {
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
