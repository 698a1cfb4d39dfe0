/** The tags that players gave a game. */
export interface Judgement {
  igdb_id: number;
  tags: string[];
}

/** Neighbours of each game that are looked at. */
export const AGREEMENT_AT = 10;

type Vector = ReadonlyMap<string, number>;

/** Tags weighted by ln(1 + games / games with the tag), brought to length 1. */
function tagVectors(judgements: Judgement[]): Map<number, Vector> {
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

const product = (a: Vector, b: Vector) => [...a].reduce((sum, [tag, w]) => sum + w * (b.get(tag) ?? 0), 0);

/**
 * Tag agreement@10, 0 to 1: the mean, over the judged games and the ten places of each, of the cosine between the tags of
 * the game and those of its neighbour; an empty place and a neighbour without tags count 0.
 *
 * @param neighbors of each game, nearest first; those after the tenth do not matter
 */
export function tagAgreement(judgements: Judgement[], neighbors: ReadonlyMap<number, number[]>): number {
  const vectors = tagVectors(judgements);
  let sum = 0;
  for (const [game, vector] of vectors) {
    for (const neighbor of neighbors.get(game)?.slice(0, AGREEMENT_AT) ?? []) {
      sum += product(vector, vectors.get(neighbor) ?? new Map());
    }
  }
  return sum / (vectors.size * AGREEMENT_AT);
}
