import type { QualityAnswer } from '@playkin/shared/api.ts';
import { readAllManifests } from '../../release/manifest.ts';
import { readQuery } from './read-query.ts';
import { CACHED, type Route } from './route.ts';

/** GET /api/quality */
export const qualityRoute: Route = (params) => {
  readQuery('quality', params);
  return {
    url: '/api/quality',
    cacheControl: CACHED,
    answer: async ({ storage }): Promise<Omit<QualityAnswer, 'release'>> => {
      const manifests = await readAllManifests(storage);
      return {
        runs: manifests.map(({ release = '', runId = '', createdAt = '', counts, metrics = {} }) => ({
          release,
          runId,
          createdAt,
          games: counts?.games ?? 0,
          metrics,
        })),
      };
    },
  };
};
