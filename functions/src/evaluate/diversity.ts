import { averaged } from './statistics.ts';
import type { Lists } from './lists.ts';
import type { Metrics } from './quality.ts';
import { entriesOf } from './nearest.ts';
import { sampleOfGames } from './statistics.ts';
import type { SparseVectors } from './sparse-vectors.ts';

/** Mean intra-list diversity of the top tens. */
export function diversity({ ids, tops }: Lists, vectors: SparseVectors): Metrics {
  const placesOf = (list: readonly number[]) =>
    list.map((game) => vectors.indexOf.get(ids[game] ?? -1) ?? -1);
  return averaged(
    'diversity@10',
    sampleOfGames(tops).map((list) => listDiversity(vectors, placesOf(list))),
  );
}

/**
 * Intra-list diversity (Ziegler et al. 2005; Zhang and Hurley 2008): 1 minus the mean cosine of the pairs of a list.
 *
 * @param list indices in the vectors
 * @returns undefined for a list of fewer than two games
 */
export function listDiversity(vectors: SparseVectors, list: readonly number[]): number | undefined {
  if (list.length < 2) return undefined;
  let cosines = 0;
  list.forEach((game, i) => {
    const weights = new Map(entriesOf(vectors, game));
    for (const other of list.slice(i + 1)) {
      let product = 0;
      for (const [feature, weight] of entriesOf(vectors, other)) {
        product += weight * (weights.get(feature) ?? 0);
      }
      cosines += product / ((vectors.lengths[game] ?? 1) * (vectors.lengths[other] ?? 1));
    }
  });
  return 1 - cosines / ((list.length * (list.length - 1)) / 2);
}
