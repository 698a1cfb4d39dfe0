import { filterOptions, yearSpan } from '../filter-options.ts';
import { rejectUnknown } from './parse-query.ts';
import { CACHED } from './route.ts';
import type { Route } from './route.ts';

/** GET /api/filters */
export const filtersRoute: Route = (params) => {
  rejectUnknown(params, []);
  return {
    url: '/api/filters',
    cacheControl: CACHED,
    answer: ({ release }) => ({
      genres: filterOptions(release, 'genre'),
      platforms: filterOptions(release, 'platform'),
      years: yearSpan(release),
    }),
  };
};
