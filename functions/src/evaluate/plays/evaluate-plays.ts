import { seededRandom } from '../random.ts';
import type { Warehouse } from '../../warehouse.ts';
import { SHOWN } from '../lists.ts';
import type { Measured } from '../quality.ts';
import { partOf, readVectors } from '../sparse-vectors.ts';
import { meanWithInterval, SEED } from '../statistics.ts';
import { bySimilarity } from './by-similarity.ts';
import { readHistories } from './histories.ts';
import { itemKnn } from './item-knn.ts';
import { leaveOneOut } from './leave-one-out.ts';
import { popularity } from './popularity.ts';
import { gain, hit, type Ranker, rankOfHeld } from './ranking.ts';
import type { Play } from './read-plays.ts';

/** How high each method ranks the held-out games. */
export interface PlaysEvaluation {
  /** Users who played enough games; one trial each. */
  users: number;
  /** Number of games ranked: all games that anybody played. */
  games: number;
  /** Plays of games that are not in the catalogue. */
  unknownPlays: number;
  rankers: Record<'similarity' | 'popularity' | 'item_knn', Record<'hit_rate@10' | 'ndcg@10', Measured>>;
}

/**
 * Leave-one-out evaluation over plays: one game of each user is held out, and all games that anybody played are ranked by the
 * user's other games. (All of them, not a sample: Krichene and Rendle 2020.)
 *
 * @throws Error when nobody has played enough games of the catalogue
 */
export async function evaluatePlays(warehouse: Warehouse, plays: readonly Play[]): Promise<PlaysEvaluation> {
  const { ids, histories, unknownPlays } = await readHistories(warehouse, plays);
  const { trials, learnt } = leaveOneOut(histories, seededRandom(SEED));
  if (trials.length === 0) throw new Error('Nobody has played five games of the catalogue.');
  const measure = (ranker: Ranker) => {
    const ranks = trials.map((trial) => rankOfHeld(trial, ranker(trial.profile)));
    return {
      'hit_rate@10': averageOf(ranks.map((rank) => hit(rank, SHOWN))),
      'ndcg@10': averageOf(ranks.map((rank) => gain(rank, SHOWN))),
    };
  };
  const vectors = partOf(await readVectors(warehouse), { games: new Set(ids) });
  return {
    users: trials.length,
    games: ids.length,
    unknownPlays,
    rankers: {
      similarity: measure(bySimilarity(vectors, ids)),
      popularity: measure(popularity(learnt, ids.length)),
      item_knn: measure(itemKnn(learnt, ids.length)),
    },
  };
}

const averageOf = (values: readonly number[]): Measured => meanWithInterval(values) ?? { value: NaN };
