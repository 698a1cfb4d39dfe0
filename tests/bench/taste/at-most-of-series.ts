import type { Recommender } from './taste.ts';

/** Longer than a list can become by what is taken out of it. */
const CONSIDERED = 50;

/** The recommender with no more than `most` games of the seed's own series in a list: what sequels take away from taste. */
export const atMostOfSeries = (most: number, recommender: Recommender): Recommender => ({
  ...recommender,
  recommend(game, limit) {
    let ofSeries = 0;
    return recommender
      .recommend(game, CONSIDERED)
      .filter((result) => !recommender.isOfSeries(result, game) || ofSeries++ < most)
      .slice(0, limit);
  },
});
