import type { Judgement } from './judgements.ts';

type Vector = ReadonlyMap<string, number>;

/** The tags of each judged game, weighted by ln(1 + games / games with the tag) and scaled to length 1. */
function tagVectors(judgements: readonly Judgement[]): Map<number, Vector> {
  const frequency = new Map<string, number>();
  for (const { tags } of judgements) {
    for (const tag of new Set(tags)) frequency.set(tag, (frequency.get(tag) ?? 0) + 1);
  }
  const weightOf = (tag: string) => Math.log(1 + judgements.length / (frequency.get(tag) ?? 1));
  return new Map(
    judgements.map(({ igdb_id, tags }) => {
      const distinct = [...new Set(tags)];
      const length = Math.hypot(...distinct.map(weightOf));
      return [igdb_id, new Map(distinct.map((tag) => [tag, weightOf(tag) / length]))];
    }),
  );
}

const cosine = (a: Vector, b: Vector) =>
  [...a].reduce((sum, [tag, weight]) => sum + weight * (b.get(tag) ?? 0), 0);

/**
 * How well the neighbours of each judged game agree with players' tags: the mean cosine between the tags of the game and those
 * of its `size` nearest, 0 to 1. A missing neighbour, or one that is not judged, counts 0.
 *
 * @param nearestOf ids of the nearest judged games, nearest first; empty for a game without a list of its own
 * @returns a value for each judgement, in their order
 */
export function tagAgreement(
  judgements: readonly Judgement[],
  nearestOf: (id: number) => readonly number[],
  size: number,
): number[] {
  const vectors = tagVectors(judgements);
  const nothing: Vector = new Map();
  return judgements.map(({ igdb_id }) => {
    const own = vectors.get(igdb_id) ?? nothing;
    const cosines = nearestOf(igdb_id)
      .slice(0, size)
      .map((id) => cosine(own, vectors.get(id) ?? nothing));
    return cosines.reduce((sum, value) => sum + value, 0) / size;
  });
}
