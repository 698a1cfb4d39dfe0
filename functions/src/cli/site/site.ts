import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { http as registerFunction } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import hosting from 'superstatic';
import type { Problem } from '@playkin/shared/api.ts';
import { createRecommendHandler, type RecommendHandlerOptions } from '../../recommend/handler.ts';
import { hostingConfig } from './hosting-config.ts';
import { listen } from './listen.ts';
import { REPOSITORY } from '../../repository.ts';

export interface Site {
  url: string;
  close(): Promise<void>;
}

const BAD_ADDRESS: Problem = {
  type: 'about:blank',
  title: 'Bad Request',
  status: 400,
  detail: 'The address holds a % that is not followed by the code of a UTF-8 character.',
};

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
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
  const toFunction = (req: IncomingMessage, res: ServerResponse) => functionServer.emit('request', req, res);
  const middleware = hosting.default({
    cwd: REPOSITORY,
    config,
    compression: true,
    fallthrough: false,
    rewriters: { run: () => Promise.resolve(toFunction) },
  });
  const answer: RequestListener = (req, res) => {
    if (!isDecodable(req.url ?? '')) {
      // superstatic would throw; Hosting itself answers 400 too.
      res.writeHead(400, { 'content-type': 'application/problem+json; charset=utf-8' });
      res.end(JSON.stringify(BAD_ADDRESS));
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
