/**
 * The root for production: BigQuery and Cloud Storage behind the five functions. Each is deployed from this one file under its
 * own name; what it needs is made at its first request.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { http } from '@google-cloud/functions-framework';
import { BigQuery } from '@google-cloud/bigquery';
import { IdempotencyStrategy, Storage as CloudStorage } from '@google-cloud/storage';
import fetch from 'node-fetch';
import type { Sleep } from './clock.ts';
import { openBigQuery } from './adapters/bigquery/warehouse.ts';
import { gcsStorage } from './adapters/gcs.ts';
import {
  ConfigError,
  parseCloudConfig,
  parseConfig,
  parseSiteOrigins,
  parseVersion,
  parseWebhookSecret,
} from './config.ts';
import { closeClient, createIgdbClient } from './igdb/client.ts';
import { IGDB, REQUEST_TIMEOUT_MS } from './igdb/server.ts';
import { MAX_BATCH_RECORDS } from './ingest/batches.ts';
import { ingest } from './ingest/ingest.ts';
import { type Log, logLine } from './log.ts';
import { progressLog } from './progress/progress-log.ts';
import type { Stage } from './stages.ts';
import { publish } from './publish/publish.ts';
import { createRecommendHandler } from './recommend/handler.ts';
import { type ReportedRetries, reportRetries } from './progress/report-retries.ts';
import { writeNight } from './runs/night.ts';
import { newRunId } from './runs/run-stage.ts';
import { similarity } from './similarity/similarity.ts';
import { type Attempt, createStageHandler } from './runs/stage-handler.ts';
import { parseStageParameters } from './runs/stage-parameters.ts';
import { stopInTime } from './runs/stop.ts';
import { createWebhookHandler, isFromIgdb } from './ingest/webhook.ts';
import { leaveBody } from './problem.ts';

/** The tables' dataset, as views and worked queries name it. */
const DATASET = 'igdb';
/** How long a new release may go unnoticed by a warm instance. */
const RECHECK_MS = 60_000;

const clock = Date.now;
const sleep: Sleep = (ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal });
/** Cloud Logging reads one JSON object a line. */
const log: Log = (entry) => void process.stdout.write(logLine(entry));

function openBucket() {
  const { projectId, bucket, storageEndpoint } = parseCloudConfig(process.env);
  return new CloudStorage({
    projectId,
    // The last writer wins, so a write may be repeated.
    retryOptions: { idempotencyStrategy: IdempotencyStrategy.RetryAlways },
    ...(storageEndpoint !== undefined && { apiEndpoint: storageEndpoint }),
  }).bucket(bucket);
}

function openWarehouse(stage: Stage, runId: string, log: Log) {
  const { projectId, location, maximumBytesBilled } = parseCloudConfig(process.env);
  return openBigQuery({
    client: new BigQuery({ projectId, location }),
    dataset: DATASET,
    bucket: openBucket(),
    location,
    clock,
    sleep,
    stage,
    runId,
    maximumBytesBilled,
    warn: (message) => {
      log({ severity: 'WARNING', message });
    },
    log: ({ message, ...job }) => {
      log({ severity: 'INFO', message: `${message} ${JSON.stringify(job)}` });
    },
  });
}

/** What every stage works with, for one run. */
function open(stage: Stage, runId: string, log: Log) {
  const warehouse = openWarehouse(stage, runId, log);
  return {
    warehouse,
    bytesBilled: warehouse.bytesBilled,
    storage: gcsStorage(openBucket()),
    clock,
    newRunId: () => runId,
    progress: progressLog(log, clock).update,
  };
}

function connectIgdb(onRetry: ReportedRetries['onRetry'], signal: AbortSignal) {
  const { igdb } = parseConfig(process.env);
  if (igdb === undefined) throw new ConfigError('IGDB_CLIENT_ID and IGDB_CLIENT_SECRET are not set.');
  return createIgdbClient({
    ...IGDB,
    ...igdb,
    fetch,
    clock,
    sleep,
    random: Math.random,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    onRetry,
    signal,
  });
}

type Opened = ReturnType<typeof open>;
type Query = Readonly<Record<string, unknown>>;
type Prepare = (query: Query) => (opened: Opened, attempt: Attempt) => Promise<object>;

const prepareIngest: Prepare = (query) => {
  const { mode, allowDrift } = parseStageParameters(query, {
    mode: ['smart', 'full'],
    allowDrift: ['false', 'true'],
  });
  const options = { mode, allowDrift: allowDrift === 'true' };
  return async (opened, { log, stop, renewLease }) => {
    const { onRetry, progress } = reportRetries(log, opened.progress);
    const igdb = connectIgdb(onRetry, stop.signal);
    try {
      const batch = { records: MAX_BATCH_RECORDS, characters: parseCloudConfig(process.env).batchCharacters };
      return await ingest({ ...opened, log, progress, igdb, renewLease, batch }, { ...options, stop });
    } finally {
      await closeClient(igdb, log);
    }
  };
};

const PREPARE: Record<Stage, Prepare> = {
  ingest: prepareIngest,
  similarity: (query) => {
    parseStageParameters(query, {});
    return (opened, attempt) => similarity({ ...opened, ...attempt });
  },
  publish: (query) => {
    const { force } = parseStageParameters(query, { force: ['false', 'true'] });
    return (opened, attempt) => publish({ ...opened, ...attempt, force: force === 'true' });
  },
};

/** Only publish, the last of a night, knows how all stages stand. */
const settled = ({ warehouse, storage }: Opened) => writeNight(warehouse, storage, clock);

const begin = stopInTime({ target: process, sleep });

for (const stage of Object.keys(PREPARE) as Stage[]) {
  const handler = createStageHandler({
    stage,
    version: parseVersion(process.env),
    open: (runId, runLog) => open(stage, runId, runLog),
    prepare: PREPARE[stage],
    ...(stage === 'publish' && { settled }),
    settings: () => parseCloudConfig(process.env),
    newRunId: () => newRunId(clock),
    begin,
    clock,
    sleep,
    log,
  });
  http(stage, handler);
}

/** Of all functions only the webhook looks at a body. The framework offers no other place before it has read it. */
subscribe('http.server.request.start', (message) => {
  const { request } = message as { request: IncomingMessage };
  if (!isFromIgdb(request.headers, parseWebhookSecret(process.env))) leaveBody(request);
});

http('webhook', (req, res) => webhook()(req, res));

let webhookHandler: ReturnType<typeof createWebhookHandler> | undefined;
/** One for the life of the instance, which then asks for access to the bucket only once. */
function webhook() {
  webhookHandler ??= createWebhookHandler({
    storage: gcsStorage(openBucket()),
    clock,
    secret: parseCloudConfig(process.env).webhookSecret,
    log,
  });
  return webhookHandler;
}

http('recommend', (req, res) => recommend()(req, res));

let handler: ReturnType<typeof createRecommendHandler> | undefined;
/** One for the life of the instance: it holds the release. */
function recommend() {
  handler ??= createRecommendHandler({
    storage: gcsStorage(openBucket()),
    clock,
    log,
    version: parseVersion(process.env),
    origins: parseSiteOrigins(process.env),
    recheckMs: RECHECK_MS,
    sleep,
  });
  return handler;
}
