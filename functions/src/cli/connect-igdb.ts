import { createIgdbClient, type IgdbClient, type IgdbClientOptions } from '../igdb/client.ts';
import { IGDB, REQUEST_TIMEOUT_MS } from '../igdb/server.ts';
import { startStandIn } from '../stand-in/stand-in.ts';
import type { Context } from './context.ts';
import { explain } from './explain.ts';
import { recordsOf, type Source } from './origin.ts';
import { UsageError } from './usage-error.ts';

/** A server of our own, which keeps nobody waiting and lets everybody in. */
const STAND_IN = { requestsPerSecond: Infinity, maxOpen: Infinity };
const STAND_IN_CREDENTIALS = { clientId: 'stand-in-client', clientSecret: 'stand-in-secret' };

/**
 * Asks IGDB itself, the server that the environment names in its place, or a stand-in that has read all of the catalogue.
 *
 * @throws CatalogueError when the catalogue cannot be read
 */
export async function withIgdb<T>(
  origin: Source,
  context: Context,
  work: (igdb: IgdbClient) => Promise<T>,
): Promise<T> {
  if (origin.kind === 'igdb') {
    const credentials = context.config.igdb;
    if (credentials === undefined) throw new UsageError('IGDB_CLIENT_ID and IGDB_CLIENT_SECRET are not set.');
    return work(connect({ ...IGDB, ...credentials }, context));
  }
  const records = recordsOf(origin, context.progress.say);
  const standIn = await startStandIn({ records, clock: context.clock, ...STAND_IN });
  try {
    return await work(connect({ ...standIn, ...STAND_IN, ...STAND_IN_CREDENTIALS }, context));
  } finally {
    await standIn.close();
  }
}

type Server = Pick<
  IgdbClientOptions,
  'baseUrl' | 'tokenUrl' | 'requestsPerSecond' | 'clientId' | 'clientSecret'
>;

const connect = (server: Server, { fetch, clock, sleep, random, progress }: Context): IgdbClient =>
  createIgdbClient({
    ...server,
    fetch,
    clock,
    sleep,
    random,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    onRetry: (error, waitMs) => {
      progress.say(`${explain(error)} Trying again in ${(waitMs / 1000).toFixed(1)} s.`);
    },
  });
