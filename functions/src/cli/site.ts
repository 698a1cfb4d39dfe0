import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { http as registerFunction } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import hosting from 'superstatic';
import { createRecommendHandler, type RecommendHandlerOptions } from '../recommend/handler.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
/** Only this machine may ask. */
const HOST = '127.0.0.1';

export interface Site {
  url: string;
  close(): Promise<void>;
}

interface FirebaseConfig {
  hosting: { public: string } & Record<string, unknown>;
}

/**
 * Serves the built site and its API as Firebase Hosting will: superstatic, Hosting's own engine, reads firebase.json and
 * hands what is rewritten to a function to the functions framework.
 *
 * @param port 0 for any free port
 * @throws an error with code EADDRINUSE when the port is taken
 */
export async function startSite(port: number, options: RecommendHandlerOptions): Promise<Site> {
  registerFunction('recommend', createRecommendHandler(options));
  const functionServer = getTestServer('recommend');
  const { hosting: config } = JSON.parse(readFileSync(join(ROOT, 'firebase.json'), 'utf8')) as FirebaseConfig;
  const toFunction = (req: IncomingMessage, res: ServerResponse) => functionServer.emit('request', req, res);
  const host = hosting.default({
    cwd: ROOT,
    config,
    compression: true,
    fallthrough: false,
    rewriters: { function: () => Promise.resolve(toFunction) },
  });
  const server = createServer((req, res) => {
    host(req, res, () => {
      res.statusCode = 500;
      res.end();
    });
  });
  server.listen(port, HOST);
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
