import { rejectUnknown } from './parse-query.ts';
import { NOT_CACHED } from './route.ts';
import type { Route } from './route.ts';

/** GET /api/health */
export const healthRoute: Route = (params) => {
  rejectUnknown(params, []);
  return {
    url: '/api/health',
    cacheControl: NOT_CACHED,
    answer: ({ release }) => ({ status: 'ok', games: release.gameCount }),
  };
};
