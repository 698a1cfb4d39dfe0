import type { TraitOption } from '@playkin/shared/api.ts';
import { formatQuery } from '@playkin/shared/query.ts';
import { WEIGHT_SCALE } from '@playkin/shared/release.ts';
import { type Dial, dialsOf } from '../similar/dials.ts';
import { composeProfile, type Profile } from '../similar/profile.ts';
import { wishesOf } from './question.ts';
import { readQuery } from './read-query.ts';
import { CACHED, type Route, urlOf } from './route.ts';

const DECIMALS = 10_000;

function fitOf({ axis }: Dial, profile: Profile): number {
  let sum = 0;
  for (const [feature, weight] of axis) sum += (weight * (profile.get(feature) ?? 0)) / WEIGHT_SCALE;
  return Math.round(sum * DECIMALS) / DECIMALS;
}

/** GET /api/traits: first those that tell most of the seeds, which is fit times the square of idf; then those of most games. */
export const traitsRoute: Route = (params) => {
  const query = readQuery('traits', params);
  return {
    url: urlOf('/api/traits', formatQuery('traits', query)),
    cacheControl: CACHED,
    answer: ({ release }) => {
      const wishes = wishesOf(release, query);
      const hasSeeds = wishes.like.length + wishes.unlike.length > 0;
      const profile = hasSeeds ? composeProfile(release, wishes).profile : undefined;
      const traits = [...dialsOf(release).values()].map((dial): TraitOption => {
        const { slug, name, games } = dial;
        return { slug, name, games, ...(profile && { fit: fitOf(dial, profile) }) };
      });
      const telling = ({ fit = 0, games }: TraitOption) =>
        fit * Math.log(1 + release.canonicalCount / games) ** 2;
      traits.sort((a, b) => telling(b) - telling(a) || b.games - a.games || (a.slug < b.slug ? -1 : 1));
      return { traits };
    },
  };
};
