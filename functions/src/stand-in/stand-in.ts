import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../clock.ts';
import { answerApi } from './api.ts';
import { createDatabase, type Database } from './database/database.ts';
import { type Exchange, type Hook, throughHooks } from './exchange.ts';
import { grantToken, revokeToken } from './oauth.ts';
import { loadDictionaries } from './database/load.ts';
import { loadGame } from './database/load.ts';
import { notFound, tooManyRequests } from './reply.ts';
import { type Reply, textReply } from './reply.ts';
import { createThrottle } from './throttle.ts';
import { createTokenBook } from './oauth.ts';

/** Only this machine may ask. */
const HOST = '127.0.0.1';

export interface StandInOptions {
  /** JSON text of IGDB game records, expanded or not. */
  records: AsyncIterable<string | Buffer> | Iterable<string | Buffer>;
  clock: Clock;
  /** Default: 4, as IGDB allows. Infinity: no limit. */
  requestsPerSecond?: number;
  /** Default: 8, as IGDB allows. Infinity: no limit. */
  maxOpen?: number;
  /** Default: 0, any free port. */
  port?: number;
  /** Default: any that is not empty. */
  clientId?: string;
  /** Default: any that is not empty. */
  clientSecret?: string;
  /** Around every reply, the first outermost. Default: none. */
  hooks?: readonly Hook[];
}

/** Counted since the start. */
export interface StandInStats {
  requests: number;
  /** By status. A reply that a hook sends on its own is not counted. */
  replies: Record<number, number>;
}

export interface StandIn {
  /** In place of https://api.igdb.com/v4. */
  baseUrl: string;
  /** In place of https://id.twitch.tv/oauth2/token. */
  tokenUrl: string;
  stats: Readonly<StandInStats>;
  /** Ends open connections and frees the port. */
  close(): Promise<void>;
}

/**
 * Starts a server that speaks Twitch's token endpoints and IGDB v4 over a catalogue of games, so that everything runs
 * without an account. What the records hold of other endpoints (genres, companies …) can be asked for as well; the other
 * endpoints are empty.
 *
 * @throws Error when a record has no id, or the port is taken.
 */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const database = createDatabase();
  loadDictionaries(database);
  for await (const record of options.records) loadGame(database, record);

  const stats: StandInStats = { requests: 0, replies: {} };
  const server = createServer(createListener(database, options, stats));
  const port = await listen(server, options.port ?? 0);
  return {
    baseUrl: `http://${HOST}:${port}/v4`,
    tokenUrl: `http://${HOST}:${port}/oauth2/token`,
    stats,
    close: () => close(server),
  };
}

/** By path. */
const TWITCH: Readonly<Record<string, typeof grantToken>> = {
  '/oauth2/token': grantToken,
  '/oauth2/revoke': revokeToken,
};

function createListener(database: Database, options: StandInOptions, stats: StandInStats) {
  const { clock, requestsPerSecond = 4, maxOpen = 8, clientId, clientSecret, hooks = [] } = options;
  const tokens = createTokenBook(clock);
  const throttle = createThrottle({ requestsPerSecond, maxOpen, clock });

  /** Whether the request may pass. If so it is open until the client has the whole answer, or is gone. */
  const admit = (response: ServerResponse) => {
    const admitted = throttle.enter();
    if (admitted) response.once('close', throttle.leave);
    return admitted;
  };

  const replyTo = (exchange: Exchange): Reply => {
    const { pathname } = exchange.url;
    if (isApi(exchange.url)) return answerApi(database, exchange);
    const twitch = exchange.request.method === 'POST' ? TWITCH[pathname] : undefined;
    return twitch?.(tokens, { clientId, clientSecret }, exchange.url, exchange.body) ?? notFound();
  };

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    stats.requests += 1;
    const number = stats.requests;
    const url = new URL(request.url ?? '/', `http://${HOST}`);
    const admitted = !isApi(url) || admit(response);
    const exchange = { number, url, body: await text(request), request, response, tokens };
    const reply = await throughHooks(hooks, exchange, () =>
      admitted ? replyTo(exchange) : tooManyRequests(),
    );
    if (reply === undefined) return;
    stats.replies[reply.status] = (stats.replies[reply.status] ?? 0) + 1;
    send(response, reply);
  };

  return (request: IncomingMessage, response: ServerResponse) => {
    serve(request, response).catch((error: unknown) => {
      if (response.headersSent || request.destroyed) response.destroy();
      else send(response, textReply(500, String(error)));
    });
  };
}

const isApi = (url: URL) => url.pathname.startsWith('/v4/');

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });

const close = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    server.close((error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
    server.closeAllConnections();
  });
