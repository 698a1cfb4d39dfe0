import type { HealthAnswer } from '@playkin/shared/api.ts';
import { GAME_REFERENCE, quoted } from '@playkin/shared/parameter-kinds.ts';
import { failure } from '../../log.ts';
import { ProblemError } from '../../problem.ts';
import { hoursSinceGoodNight, readNight } from '../../release/night.ts';
import { openApiDocument } from '../openapi/document.ts';
import { filtersRoute } from './filters.ts';
import { gameRoute } from './game.ts';
import { lookupRoute } from './lookup.ts';
import { qualityRoute } from './quality.ts';
import { recommendRoute } from './recommend.ts';
import { CACHED, NOT_CACHED, type Route } from './route.ts';
import { readQuery } from './read-query.ts';
import { searchRoute } from './search.ts';
import { traitsRoute } from './traits.ts';

const BYTES_PER_MIB = 1024 ** 2;

/** GET /api/health: whether it answers, from which release and code, and how the nightly stages stand. */
const healthRoute: Route = (params) => {
  readQuery('health', params);
  return {
    url: '/api/health',
    cacheControl: NOT_CACHED,
    answer: async ({ release, storage, clock, log, version }): Promise<Omit<HealthAnswer, 'release'>> => {
      // Storage that is away is no reason to say that this is away.
      const night = await readNight(storage).catch((error: unknown) => {
        log(failure('ERROR', 'The report of the night cannot be read', error));
        return undefined;
      });
      const hours = night === undefined ? undefined : hoursSinceGoodNight(night, clock());
      return {
        status: 'ok',
        games: release.gameCount,
        version,
        memoryMb: Math.round(process.memoryUsage.rss() / BYTES_PER_MIB),
        ...(hours !== undefined && { hoursSinceGoodNight: hours }),
        ...(night !== undefined && { night }),
      };
    },
  };
};

/** GET /api/openapi.json: what all of these are asked and answer. */
const openApiRoute: Route = (params) => {
  readQuery('openapi', params);
  return { url: '/api/openapi.json', cacheControl: CACHED, bare: true, answer: () => openApiDocument() };
};

const ROUTES: ReadonlyMap<string, Route> = new Map([
  ['/api/recommend', recommendRoute],
  ['/api/search', searchRoute],
  ['/api/filters', filtersRoute],
  ['/api/traits', traitsRoute],
  ['/api/lookup', lookupRoute],
  ['/api/quality', qualityRoute],
  ['/api/health', healthRoute],
  ['/api/openapi.json', openApiRoute],
]);
const GAME_PATH = /^\/api\/games\/([^/]+)$/;

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ProblemError(400, `Expected a path in UTF-8 percent-encoding, found ${quoted(part)}.`);
  }
}

/** The route of a request's path, which is Hosting's: nothing is cut off before it. @throws {@link ProblemError} */
export function findRoute(path: string): Route {
  const route = ROUTES.get(path);
  if (route) return route;
  const [, game] = GAME_PATH.exec(path) ?? [];
  if (game === undefined) throw new ProblemError(404, `There is nothing at ${quoted(path)}.`);
  const idOrSlug = decoded(game);
  if (GAME_REFERENCE.test(idOrSlug)) return gameRoute(idOrSlug);
  throw new ProblemError(400, `Expected an id or a slug such as hollow-knight, found ${quoted(idOrSlug)}.`);
}
