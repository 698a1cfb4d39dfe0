import { at } from '@playkin/functions/src/recommend/at.ts';
import { yearOf } from '@playkin/functions/src/recommend/card.ts';
import type { Release } from '@playkin/functions/src/recommend/release.ts';
import { similar } from '@playkin/functions/src/recommend/similar.ts';
import { type Recommender, TASTE_AT } from './taste.ts';
import { type Title, titleIndex } from './title-index.ts';

const NO_FILTERS = { genres: [], platforms: [] };

function* titlesOf(release: Release): Generator<Title> {
  const { games, gameCount } = release;
  for (let game = 0; game < gameCount; game++) {
    const year = yearOf(release, game);
    yield {
      game,
      name: games.name.at(game),
      ...(year !== undefined && { year }),
      ratings: at(games.ratings, game),
    };
  }
}

/** What the site would answer from the release to a plain "like this one". */
export function releaseRecommender(release: Release): Recommender {
  const { games } = release;
  const canonicalOf = (game: number) => at(games.canonical, game);
  return {
    find: titleIndex(titlesOf(release)),
    familyOf: canonicalOf,
    recommend: (game) =>
      similar(release, {
        like: [canonicalOf(game)],
        unlike: [],
        filters: NO_FILTERS,
        limit: TASTE_AT,
      }).results.map(({ game: result }) => result),
    nameOf: (game) => games.name.at(game),
  };
}
