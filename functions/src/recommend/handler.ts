import { createHash } from 'node:crypto';
import type { HttpFunction, Request, Response } from '@google-cloud/functions-framework';
import { failure } from '../log.ts';
import { ProblemError, sendJson, sendProblem } from '../problem.ts';
import { type ReleaseHolder, type ReleaseHolderOptions, releaseHolder } from './release/holder.ts';
import type { Release } from './release/release.ts';
import { findRoute } from './routes/find-route.ts';
import { NOT_CACHED } from './routes/route.ts';

export interface RecommendHandlerOptions extends ReleaseHolderOptions {
  /** What the code was built from, as /api/health tells it. */
  version: string;
}

const METHODS = ['GET', 'HEAD'];
/** Of errors only "not there" may be kept, for as long as a browser keeps an answer: a release can bring the game. */
const NOT_FOUND_CACHED = 'public, max-age=60';
/** In x-playkin-release while there is none. */
const NO_RELEASE = 'none';

function refuse(res: Response, problem: ProblemError) {
  res.removeHeader('etag');
  res.setHeader('cache-control', problem.status === 404 ? NOT_FOUND_CACHED : 'no-store');
  sendProblem(res, problem);
}

/** Path and query of the request as it came in, whatever the framework has made of it. */
function target({ originalUrl }: Request): { path: string; params: URLSearchParams } {
  const mark = originalUrl.indexOf('?');
  const path = mark === -1 ? originalUrl : originalUrl.slice(0, mark);
  return { path, params: new URLSearchParams(mark === -1 ? '' : originalUrl.slice(mark)) };
}

function requireRelease(release: Release | undefined, { retryMs }: ReleaseHolder, res: Response): Release {
  if (release) return release;
  res.setHeader('retry-after', Math.max(1, Math.ceil(retryMs / 1000)));
  throw new ProblemError(503, 'There is no published release to answer from yet.');
}

/**
 * The function behind /api: answers from the release that storage names, and picks up newer ones by itself. The first
 * request loads it, so its answer takes as long as that.
 */
export function createRecommendHandler(options: RecommendHandlerOptions): HttpFunction {
  const { storage, clock, log, version } = options;
  const releases = releaseHolder(options);

  async function respond(req: Request, res: Response) {
    const current = await releases.current();
    res.setHeader('x-content-type-options', 'nosniff');
    res.setHeader('x-playkin-release', current?.name ?? NO_RELEASE);
    const { path, params } = target(req);
    const route = findRoute(path);
    if (!METHODS.includes(req.method)) {
      res.setHeader('allow', METHODS.join(', '));
      throw new ProblemError(405, `Expected ${METHODS.join(' or ')}, found ${req.method}.`);
    }
    const plan = route(params);
    const release = requireRelease(current, releases, res);
    res.setHeader('cache-control', plan.cacheControl);
    // What may not be cached changes within a release too.
    if (plan.cacheControl !== NOT_CACHED) {
      const etag = etagOf(release.name, plan.url);
      res.setHeader('etag', etag);
      if (isNoneMatch(req.headers['if-none-match'], etag)) {
        res.statusCode = 304;
        res.end();
        return;
      }
    }
    const answer = await plan.answer({ release, storage, clock, log, version });
    sendJson(res, 200, 'application/json; charset=utf-8', { release: release.name, ...answer });
  }

  return async (req, res) => {
    try {
      await respond(req, res);
    } catch (error) {
      if (error instanceof ProblemError) refuse(res, error);
      else {
        log(failure('ERROR', `${req.method} ${req.originalUrl.slice(0, 500)} failed`, error));
        refuse(res, new ProblemError(500, 'Something went wrong here; it has been logged.'));
      }
    }
  };
}

/** To be raised when the same release and request get another answer, so that copies kept elsewhere expire. */
const ANSWERS_VERSION = 4;

/** Weak, because Hosting may compress the body on its way. Known before the answer is, so that a 304 costs nothing. */
function etagOf(release: string, url: string): string {
  const digest = createHash('sha256').update(`${ANSWERS_VERSION} ${release} ${url}`).digest('base64url');
  return `W/"${digest.slice(0, 22)}"`; // 132 bits
}

/** Whether a client that sent this If-None-Match has the answer already (RFC 9110, 13.1.2: weak comparison). */
function isNoneMatch(ifNoneMatch: string | undefined, etag: string): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return ifNoneMatch?.split(',').some((tag) => opaque(tag) === opaque(etag)) === true;
}
