import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { http as registerFunction } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import hosting from 'superstatic';
import type { Problem } from '@playkin/shared/api.ts';
import { createRecommendHandler, type RecommendHandlerOptions } from '../../recommend/handler.ts';
import { hostingConfig } from './hosting-config.ts';
import { leaveBody } from '../../problem.ts';
import { listen } from './listen.ts';
import { REPOSITORY } from '../../repository.ts';

export interface Site {
  url: string;
  close(): Promise<void>;
}

/** Linux, macOS: the longest name that a file can have. Slugs are shorter. */
const MAX_NAME_BYTES = 255;

/** What keeps an address from being looked up among the files of the site. Hosting itself answers 400 to the first too. */
function problemOf(url: string): Problem | undefined {
  let path: string;
  try {
    path = decodeURIComponent(url.split('?', 1)[0] ?? '');
  } catch {
    return {
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: 'The address holds a % that is not followed by the code of a UTF-8 character.',
    };
  }
  if (path.split('/').every((name) => Buffer.byteLength(name) <= MAX_NAME_BYTES)) return undefined;
  return {
    type: 'about:blank',
    title: 'URI Too Long',
    status: 414,
    detail: `The address holds a name of more than ${MAX_NAME_BYTES} bytes, which neither a page nor a game has.`,
  };
}

/**
 * Serves the built site and its API as Firebase Hosting will: superstatic, Hosting's own engine, reads firebase.json and
 * hands what is rewritten to a Cloud Run service to the functions framework.
 *
 * @param port 0 for any free port
 * @param host as {@link listen} takes it
 * @throws an error with code EADDRINUSE when the port is taken
 */
export async function startSite(
  port: number,
  options: RecommendHandlerOptions,
  host?: string,
): Promise<Site> {
  registerFunction('recommend', createRecommendHandler(options));
  const functionServer = getTestServer('recommend');
  const { hosting: config } = hostingConfig(REPOSITORY);
  const toFunction = (req: IncomingMessage, res: ServerResponse) => {
    leaveBody(req);
    functionServer.emit('request', req, res);
  };
  const middleware = hosting.default({
    cwd: REPOSITORY,
    config,
    compression: true,
    fallthrough: false,
    rewriters: { run: () => Promise.resolve(toFunction) },
  });
  const answer: RequestListener = (req, res) => {
    // superstatic would throw.
    const problem = problemOf(req.url ?? '');
    if (problem !== undefined) {
      res.writeHead(problem.status, { 'content-type': 'application/problem+json; charset=utf-8' });
      res.end(JSON.stringify(problem));
      return;
    }
    middleware(req, res, () => {
      res.statusCode = 500;
      res.end();
    });
  };
  const listening = await listen(port, answer, host);
  return { url: `http://localhost:${listening.port}`, close: listening.close };
}
