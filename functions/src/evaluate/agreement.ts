import { averaged } from './statistics.ts';
import type { Judgement } from './judgements.ts';
import { type Lists, SHOWN } from './lists.ts';
import type { Metrics } from './quality.ts';
import { nearest } from './nearest.ts';
import { partOf } from './sparse-vectors.ts';
import type { SparseVectors } from './sparse-vectors.ts';
import { tagAgreement } from './tag-agreement.ts';

/**
 * Tag agreement@10 over the judged games in the catalogue, the number of these games, and how many of them fold onto another
 * game. Folded games have no list and count 0.
 *
 * @throws Error when no judged game is in the catalogue
 */
export function agreement(lists: Lists, vectors: SparseVectors, judgements: readonly Judgement[]): Metrics {
  const present = judgements.filter(({ igdb_id }) => lists.indexOf.has(igdb_id));
  if (present.length === 0) {
    throw new Error(`None of the ${judgements.length} judged games is in the catalogue.`);
  }
  const judged = new Set(present.map(({ igdb_id }) => igdb_id));
  const nearestOf = lists.ids.every((id) => judged.has(id)) ? fromLists(lists) : fromVectors(vectors, judged);
  return {
    ...averaged('tag_agreement@10', tagAgreement(present, nearestOf, SHOWN)),
    judged_games: { value: present.length },
    judged_games_folded: { value: present.length - lists.ids.filter((id) => judged.has(id)).length },
  };
}

/** In a catalogue of judged games only: the published lists. */
const fromLists = (lists: Lists) => {
  const listOf = new Map(lists.ids.map((id, game) => [id, lists.tops[game] ?? []]));
  return (id: number) => (listOf.get(id) ?? []).map((game) => lists.ids[game] ?? -1);
};

/** In a larger catalogue, whose lists hold few judged games: the nearest judged games by the vectors. */
function fromVectors(all: SparseVectors, judged: ReadonlySet<number>) {
  const vectors = partOf(all, { games: judged });
  const nearestTo = nearest(vectors, SHOWN);
  return (id: number) => {
    const game = vectors.indexOf.get(id);
    return game === undefined ? [] : nearestTo(game).map((other) => vectors.ids[other] ?? -1);
  };
}
