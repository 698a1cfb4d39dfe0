import type { HttpFunction, Request, Response } from '@google-cloud/functions-framework';
import { failure } from '../log.ts';
import { ProblemError, sendProblem } from '../problem.ts';
import { type Answer, etagOf, isAnyMatch, isNoneMatch, rememberAnswers } from './answers.ts';
import { type ReleaseHolder, type ReleaseHolderOptions, releaseHolder } from './release/holder.ts';
import type { Release } from './release/release.ts';
import { hasty, TooLateError } from './in-time.ts';
import { loadShedding } from './load-shedding.ts';
import { findRoute } from './routes/find-route.ts';
import { NOT_CACHED, type Plan } from './routes/route.ts';

export interface RecommendHandlerOptions extends ReleaseHolderOptions {
  /** What the code was built from, as /api/health tells it. */
  version: string;
  /** Origins whose pages may ask beside the site's own: other addresses of the same site. Default: none. */
  origins?: readonly string[];
}

const METHODS = ['GET', 'HEAD'];
const ALLOWED = [...METHODS, 'OPTIONS'].join(', ');
/** In characters. Node refuses requests whose headers, the address among them, exceed 16 KiB with 431 before they come here. */
const MAX_URL_LENGTH = 12_000;
/** Seconds for which a browser need not ask again what it may ask; Chromium keeps it for two hours at most. */
const PREFLIGHT_SECONDS = 7200;
/** Of errors only "not there" may be kept, for as long as a browser keeps an answer: a release can bring the game. */
const NOT_FOUND_CACHED = 'public, max-age=60';
const NOTHING = Buffer.alloc(0);
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

/** Of seconds: a turn of the loop later there is room again. */
const RETRY_SHED_SECONDS = 1;
/** How long an answer waits for what it can do without: a summary, the night's report. */
const READ_DEADLINE_MS = 3_000;

function requireRelease(release: Release | undefined, { retryMs }: ReleaseHolder, res: Response): Release {
  if (release) return release;
  res.setHeader('retry-after', Math.max(1, Math.ceil(retryMs / 1000)));
  throw new ProblemError(503, 'There is no published release to answer from yet.');
}

/** Lets pages of the site's other addresses read the answer (https://fetch.spec.whatwg.org/#http-cors-protocol). */
function allowOrigin(req: Request, res: Response, origins: readonly string[]) {
  if (origins.length === 0) return;
  // Caches keep an answer for each origin.
  res.setHeader('vary', 'Origin');
  const { origin } = req.headers;
  if (origin === undefined || !origins.includes(origin)) return;
  res.setHeader('access-control-allow-origin', origin);
  res.setHeader('access-control-expose-headers', 'etag, x-playkin-release, retry-after');
  if (req.method !== 'OPTIONS') return;
  res.setHeader('access-control-allow-methods', METHODS.join(', '));
  res.setHeader('access-control-allow-headers', 'if-none-match');
  res.setHeader('access-control-max-age', PREFLIGHT_SECONDS);
}

/** Sends the answer, or that the client has it already. */
function send(req: Request, res: Response, release: string, { etag, cacheControl, body }: Answer) {
  const common = {
    'x-content-type-options': 'nosniff',
    'x-playkin-release': release,
    'cache-control': cacheControl,
    ...(etag !== undefined && { etag }),
  };
  if (etag !== undefined && isNoneMatch(req.headers['if-none-match'], etag)) {
    res.writeHead(304, common);
    res.end();
    return;
  }
  res.writeHead(200, {
    ...common,
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
  });
  res.end(body);
}

/**
 * The function behind /api: answers from the release that storage names, and picks up newer ones by itself. The first
 * request loads it, so its answer takes as long as that.
 */
export function createRecommendHandler(options: RecommendHandlerOptions): HttpFunction {
  const { clock, log, version, origins = [] } = options;
  const releases = releaseHolder(options);
  const answers = rememberAnswers();
  const shedding = loadShedding(clock, setImmediate);
  const storage = hasty(options.storage, READ_DEADLINE_MS, options.sleep);

  function refuseIfOver(res: Response) {
    if (!shedding.isOver()) return;
    res.setHeader('retry-after', RETRY_SHED_SECONDS);
    throw new ProblemError(503, 'There are more requests than can be answered just now.');
  }

  // No promises but where something is waited for: the framework makes each of them cost.
  function respond(req: Request, res: Response, current: Release | undefined): Promise<void> | undefined {
    const { originalUrl: asked } = req;
    allowOrigin(req, res, origins);
    const known = current && METHODS.includes(req.method) ? answers.find(current.name, asked) : undefined;
    if (current && known) {
      send(req, res, current.name, known);
      return undefined;
    }
    res.setHeader('x-content-type-options', 'nosniff');
    res.setHeader('x-playkin-release', current?.name ?? NO_RELEASE);
    refuseIfOver(res);
    if (asked.length > MAX_URL_LENGTH) {
      const detail = `Expected an address of at most ${MAX_URL_LENGTH} characters, found ${asked.length}.`;
      throw new ProblemError(414, detail);
    }
    const { path, params } = target(req);
    const route = findRoute(path);
    if (req.method === 'OPTIONS') {
      res.writeHead(204, { allow: ALLOWED });
      res.end();
      return undefined;
    }
    if (!METHODS.includes(req.method)) {
      res.setHeader('allow', ALLOWED);
      throw new ProblemError(405, `Expected ${METHODS.join(' or ')}, found ${req.method}.`);
    }
    const plan = route(params);
    const release = requireRelease(current, releases, res);
    const { cacheControl } = plan;
    // What may not be cached changes within a release too.
    const etag = cacheControl === NOT_CACHED ? undefined : etagOf(release.name, plan.url);
    const ifNoneMatch = req.headers['if-none-match'];
    // Whether there is an answer at all shows when it is made.
    if (etag !== undefined && !isAnyMatch(ifNoneMatch) && isNoneMatch(ifNoneMatch, etag)) {
      send(req, res, release.name, { etag, cacheControl, body: NOTHING });
      return undefined;
    }
    const deliver = (answer: Answer) => {
      if (answer.etag !== undefined) {
        answers.keep(release.name, plan.url, answer);
        answers.keep(release.name, asked, answer);
      }
      send(req, res, release.name, answer);
    };
    const again = etag === undefined ? undefined : answers.find(release.name, plan.url);
    const answer = again ?? make(plan, release, etag);
    if (answer instanceof Promise) return answer.then(deliver);
    deliver(answer);
    return undefined;
  }

  function make(plan: Plan, release: Release, etag: string | undefined): Answer | Promise<Answer> {
    let isWhole = true;
    const lacking = () => {
      isWhole = false;
    };
    const encode = (made: object): Answer => {
      const body = Buffer.from(JSON.stringify(plan.bare ? made : { release: release.name, ...made }));
      return isWhole ? { etag, cacheControl: plan.cacheControl, body } : { cacheControl: NOT_CACHED, body };
    };
    const made = plan.answer({ release, storage, clock, log, version, lacking });
    if (!(made instanceof Promise)) return encode(made);
    return (made as Promise<object>).finally(shedding.enter()).then(encode);
  }

  function fail(req: Request, res: Response, error: unknown) {
    const asked = `${req.method} ${req.originalUrl.slice(0, 500)}`;
    if (error instanceof ProblemError) refuse(res, error);
    else if (error instanceof TooLateError) {
      log(failure('ERROR', `${asked} waited for storage`, error));
      res.setHeader('retry-after', RETRY_SHED_SECONDS);
      refuse(res, new ProblemError(503, 'What the answer is made from did not come in time.'));
    } else {
      log(failure('ERROR', `${asked} failed`, error));
      refuse(res, new ProblemError(500, 'Something went wrong here; it has been logged.'));
    }
  }

  return (req, res) => {
    try {
      const held = releases.held();
      const answered = held
        ? respond(req, res, held)
        : releases.current().then((current) => respond(req, res, current));
      return answered?.catch((error: unknown) => {
        fail(req, res, error);
      });
    } catch (error) {
      fail(req, res, error);
      return undefined;
    }
  };
}
