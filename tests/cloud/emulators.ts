import { BigQuery } from '@google-cloud/bigquery';
import { type Bucket, IdempotencyStrategy, Storage } from '@google-cloud/storage';
import { PassThroughClient } from 'google-auth-library';
import { describe, inject } from 'vitest';
import { type BigQueryWarehouse, openBigQuery } from '@playkin/functions/src/adapters/bigquery/warehouse.ts';
import { type CompleteBigQuery, completeBigQuery } from './complete-bigquery.ts';
import { freePort, startServer } from './server-process.ts';

/** One Cloud Storage emulator and, before one BigQuery emulator, what completes it. */
export interface Emulators {
  bigQuery: BigQuery;
  storage: Storage;
  /** The addresses, for BIGQUERY_EMULATOR_HOST and STORAGE_EMULATOR_HOST of a process under test. */
  urls: { bigQuery: string; storage: string };
  /** What the BigQuery emulator was asked for. */
  jobs: CompleteBigQuery['jobs'];
  /** What shall go wrong there. */
  troubles: CompleteBigQuery['troubles'];
  newBucket(): Promise<Bucket>;
  stop(): Promise<void>;
}

export const PROJECT = 'test';
export const DATASET = 'igdb';
/** Of the buckets, and of datasets unless they are made elsewhere. */
export const LOCATION = 'EU';

const found = inject('found');
// The clients would go there past what completes BigQuery.
delete process.env['BIGQUERY_EMULATOR_HOST'];
delete process.env['STORAGE_EMULATOR_HOST'];

/** A suite that needs the emulators; says so and is skipped where there are none. */
export const describeCloud = 'missing' in found ? describe.skip : describe;

/** A Cloud Storage emulator's address and its end. */
export async function startStorage(): Promise<{ url: string; stop(): Promise<void> }> {
  if ('missing' in found) throw new Error(found.missing);
  if ('hosts' in found) return { url: found.hosts.storage, stop: () => Promise.resolve() };
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  return startServer(found.binaries.storage, {
    args: `-scheme http -host 127.0.0.1 -port ${port} -backend memory -location ${LOCATION} -public-host 127.0.0.1:${port} -external-url ${url} -log-level error`.split(
      ' ',
    ),
    port,
    readyPath: '/_internal/healthcheck',
  });
}

/** A BigQuery emulator without a dataset, reading from and writing to that storage. */
async function startBigQuery(storageUrl: string): Promise<{ url: string; stop(): Promise<void> }> {
  if ('missing' in found) throw new Error(found.missing);
  if ('hosts' in found) {
    await removeDatasets(found.hosts.bigQuery);
    return { url: found.hosts.bigQuery, stop: () => Promise.resolve() };
  }
  const [port, grpcPort] = [await freePort(), await freePort()];
  return startServer(found.binaries.bigQuery, {
    args: `--project=${PROJECT} --host=127.0.0.1 --port=${port} --grpc-port=${grpcPort}`.split(' '),
    port,
    readyPath: `/bigquery/v2/projects/${PROJECT}/datasets`,
    env: { STORAGE_EMULATOR_HOST: storageUrl },
  });
}

export const storageClient = (apiEndpoint: string): Storage =>
  new Storage({
    apiEndpoint,
    projectId: PROJECT,
    retryOptions: { idempotencyStrategy: IdempotencyStrategy.RetryAlways },
  });

const bigQueryClient = (apiEndpoint: string): BigQuery =>
  new BigQuery({ apiEndpoint, projectId: PROJECT, authClient: new PassThroughClient() as never });

let buckets = 0;

/** Emulators with nothing in them; `storageUrl` to share a Cloud Storage emulator. */
export async function startEmulators(storageUrl?: string): Promise<Emulators> {
  const storageServer =
    storageUrl === undefined ? await startStorage() : { url: storageUrl, stop: () => Promise.resolve() };
  const bigQueryServer = await startBigQuery(storageServer.url);
  const storage = storageClient(storageServer.url);
  const complete = await completeBigQuery(bigQueryServer.url, storage);
  return {
    bigQuery: bigQueryClient(complete.url),
    storage,
    urls: { bigQuery: complete.url, storage: storageServer.url },
    jobs: complete.jobs,
    troubles: complete.troubles,
    async newBucket() {
      const bucket = storage.bucket(`bucket-${process.pid}-${buckets++}`);
      await bucket.create();
      return bucket;
    },
    async stop() {
      await complete.close();
      await bigQueryServer.stop();
      await storageServer.stop();
    },
  };
}

interface RunOptions {
  runId?: string;
  location?: string;
  warn?: (message: string) => void;
  sleep?: (ms: number) => Promise<void>;
}

/** The adapter on these emulators, as a run of a test. */
export const warehouseOn = (
  { bigQuery: client }: Pick<Emulators, 'bigQuery'>,
  bucket: Bucket,
  // No wait is worth waiting for here.
  {
    runId = 'run-1',
    location = LOCATION,
    warn = () => undefined,
    sleep = () => Promise.resolve(),
  }: RunOptions = {},
): BigQueryWarehouse =>
  openBigQuery({
    client,
    dataset: DATASET,
    bucket,
    location,
    stage: 'similarity',
    runId,
    maximumBytesBilled: 1e9,
    log: () => undefined,
    warn,
    clock: Date.now,
    sleep,
  });

async function removeDatasets(url: string): Promise<void> {
  const client = bigQueryClient(url);
  for (const dataset of (await client.getDatasets())[0]) {
    if (dataset.id === undefined || !dataset.id.startsWith(DATASET)) continue;
    await dataset.delete({ force: true });
  }
}
