import { closeClient, createIgdbClient, type IgdbClient, type IgdbClientOptions } from '../../igdb/client.ts';
import { IGDB, REQUEST_TIMEOUT_MS } from '../../igdb/server.ts';
import type { Log } from '../../log.ts';
import type { Progress } from '../../progress/progress.ts';
import { type ReportedRetries, reportRetries } from '../../progress/report-retries.ts';
import { startStandIn } from '../../stand-in/stand-in.ts';
import type { Context } from '../context.ts';
import { recordsOf, type Source } from './origin.ts';
import { UsageError } from '../errors.ts';

/** A server of our own, which keeps nobody waiting and lets everybody in. */
const STAND_IN = { requestsPerSecond: Infinity, maxOpen: Infinity };
const STAND_IN_CREDENTIALS = { clientId: 'stand-in-client', clientSecret: 'stand-in-secret' };

/** @param signal ends the requests under way, and the waits before them */
export type Connect = (signal: AbortSignal) => IgdbClient;

/**
 * Asks IGDB itself, the server that the environment names in its place, or a stand-in that has read all of the catalogue.
 *
 * @param work is given what to tell its progress to, for retries to be part of it
 * @throws CatalogueError when the catalogue cannot be read
 */
export async function withIgdb<T>(
  origin: Source,
  context: Context,
  work: (connect: Connect, progress: Progress) => Promise<T>,
): Promise<T> {
  const { onRetry, progress } = reportRetries(context.progress.log, context.progress.update);
  if (origin.kind === 'igdb') {
    const credentials = context.config.igdb;
    if (credentials === undefined) throw new UsageError('IGDB_CLIENT_ID and IGDB_CLIENT_SECRET are not set.');
    const connect = connectTo({ ...IGDB, ...credentials }, context, onRetry);
    return closing(connect, context.progress.log, (closed) => work(closed, progress));
  }
  const records = recordsOf(origin, warner(context.progress.log));
  const standIn = await startStandIn({ records, clock: context.clock, ...STAND_IN });
  try {
    const server = { ...standIn, ...STAND_IN, ...STAND_IN_CREDENTIALS };
    const connect = connectTo(server, context, onRetry);
    return await closing(connect, context.progress.log, (closed) => work(closed, progress));
  } finally {
    await standIn.close();
  }
}

/** Has every client that `work` connects give its token back when the work has ended, well or not. */
async function closing<T>(connect: Connect, log: Log, work: (connect: Connect) => Promise<T>): Promise<T> {
  const clients: IgdbClient[] = [];
  try {
    return await work((signal) => {
      const client = connect(signal);
      clients.push(client);
      return client;
    });
  } finally {
    await Promise.all(clients.map((client) => closeClient(client, log)));
  }
}

type Server = Pick<
  IgdbClientOptions,
  'baseUrl' | 'tokenUrl' | 'requestsPerSecond' | 'clientId' | 'clientSecret'
>;

const connectTo =
  (server: Server, { fetch, clock, sleep, random }: Context, onRetry: ReportedRetries['onRetry']): Connect =>
  (signal) =>
    createIgdbClient({
      ...server,
      fetch,
      clock,
      sleep,
      random,
      requestTimeoutMs: REQUEST_TIMEOUT_MS,
      onRetry,
      signal,
    });

const warner = (log: Log) => (message: string) => {
  log({ severity: 'WARNING', message });
};
