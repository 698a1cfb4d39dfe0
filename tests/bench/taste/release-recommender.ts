import { at } from '@playkin/functions/src/arrays/rows.ts';
import { yearOf } from '@playkin/functions/src/recommend/routes/game-card.ts';
import type { Release } from '@playkin/functions/src/recommend/release/release.ts';
import { similar } from '@playkin/functions/src/recommend/similar/similar.ts';
import { TAG_KINDS } from '@playkin/shared/release.ts';
import { isTitledLike } from './series.ts';
import type { Recommender } from './taste.ts';
import { type Title, titleIndex } from './title-index.ts';

const NO_FILTERS = { tags: [] };

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

/** Tags that say to which series a game belongs. */
const SERIES_KINDS = ['collection', 'franchise'].map((kind) =>
  TAG_KINDS.findIndex((known) => known === kind),
);

function seriesTags({ games, tags }: Release, game: number): number[] {
  const row = games.tags.values.subarray(at(games.tags.start, game), at(games.tags.start, game + 1));
  return [...row].filter((tag) => SERIES_KINDS.includes(at(tags.kind, tag)));
}

/** What the site would answer from the release to a plain "like this one". */
export function releaseRecommender(release: Release): Recommender {
  const { games } = release;
  const canonicalOf = (game: number) => at(games.canonical, game);
  const nameOf = (game: number) => games.name.at(game);
  return {
    find: titleIndex(titlesOf(release)),
    familyOf: (game) => at(games.family, game),
    isOfSeries(game, seed) {
      const series = seriesTags(release, seed);
      return (
        isTitledLike(nameOf(game), nameOf(seed)) ||
        seriesTags(release, game).some((tag) => series.includes(tag))
      );
    },
    recommend: (game, limit) =>
      similar(release, { like: [canonicalOf(game)], unlike: [], filters: NO_FILTERS, limit }).results.map(
        ({ game: result }) => result,
      ),
    nameOf,
  };
}
