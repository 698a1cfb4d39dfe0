/** Every failure that the pipeline can log is found by the alert that is meant for it, and what is normal by none. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JobError } from '@playkin/functions/src/adapters/bigquery/jobs.ts';
import { ConfigError } from '@playkin/functions/src/config.ts';
import { IgdbError } from '@playkin/functions/src/igdb/error.ts';
import { DriftError } from '@playkin/functions/src/ingest/drift.ts';
import { type LogEntry, logLine } from '@playkin/functions/src/log.ts';
import { QualityGateError } from '@playkin/functions/src/publish/quality-gate.ts';
import { releaseHolder } from '@playkin/functions/src/recommend/release/holder.ts';
import { LeaseHeldError, LeaseLostError } from '@playkin/functions/src/runs/lease.ts';
import { CheckError } from '@playkin/functions/src/similarity/build-tables.ts';
import { AlreadyThereError } from '@playkin/functions/src/storage.ts';
import { QueryError } from '@playkin/functions/src/warehouse.ts';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { type Past, serveStage } from '../support/serve-stage.ts';
import { type CloudLogEntry, matches } from './log-filter.ts';
import { DEPLOY_DIR } from './terraform.ts';
import { patient } from '../support/patient.ts';

const { metrics, alerts } = parse(
  readFileSync(join(DEPLOY_DIR, 'monitoring', 'log-alerts.yaml'), 'utf8'),
) as {
  metrics: { name: string; filter: string }[];
  alerts: { name: string; filter: string }[];
};

type Stage = 'ingest' | 'similarity' | 'publish';

/** What Cloud Run makes of a line that a function prints. */
function printed(service: string, line: string): CloudLogEntry {
  const { severity, ...jsonPayload } = JSON.parse(line) as Record<string, unknown>;
  return {
    severity: String(severity),
    logName: `projects/p/logs/${encodeURIComponent('run.googleapis.com/stdout')}`,
    resource: { type: 'cloud_run_revision', labels: { service_name: service } },
    jsonPayload,
  };
}

/** What Cloud Scheduler logs of an attempt that was answered so. */
const attempt = (jobId: string, status: number): CloudLogEntry => ({
  severity: status < 300 ? 'INFO' : 'ERROR',
  logName: `projects/p/logs/${encodeURIComponent('cloudscheduler.googleapis.com/executions')}`,
  resource: { type: 'cloud_scheduler_job', labels: { job_id: jobId } },
  jsonPayload: { '@type': 'type.googleapis.com/google.cloud.scheduler.logging.AttemptFinished' },
  httpRequest: { status },
});

const alertsOn = (entries: CloudLogEntry[]) =>
  alerts.filter(({ filter }) => entries.some((entry) => matches(filter, entry))).map(({ name }) => name);

const countsAsFailed = (status: number) =>
  matches(
    metrics.find(({ name }) => name === 'playkin_failed_attempts')?.filter ?? '',
    attempt('job', status),
  );

const PAST: Record<Stage, Past[]> = {
  ingest: [],
  similarity: [{ stage: 'ingest', status: 'done' }],
  publish: [{ stage: 'similarity', status: 'done' }],
};

/** Calls the real handler of a stage as the scheduler does. */
async function call(stage: Stage, run: () => Promise<object>) {
  const { post, logged } = await serveStage(stage, () => run, PAST[stage]);
  const { status } = await post();
  return { status, entries: logged.map((entry) => printed(stage, logLine(entry))) };
}

const igdb = new IgdbError('status 503', {
  url: 'https://api.igdb.com/v4/games',
  requestBody: '',
  summary: '',
  attempts: 8,
  excerpt: '',
  nextStep: 'Try again later.',
  retryable: true,
});
const quotaExceeded = new JobError('merge-raw_games', new Error('Quota exceeded'), '', 'job');

const FAILURES: [stage: Stage, error: Error, alerts: string[]][] = [
  ['ingest', new DriftError('IGDB no longer fills summary as it did.'), ['IngestDrift']],
  ['ingest', igdb, []],
  ['ingest', quotaExceeded, []],
  ['ingest', new ConfigError('IGDB_CLIENT_ID and IGDB_CLIENT_SECRET are not set.'), []],
  ['ingest', new LeaseLostError('ingest', undefined), []],
  ['ingest', new AlreadyThereError('leases/ingest/000000001.json'), []],
  ['ingest', new TypeError('fetch failed'), []],
  ['similarity', new CheckError('similarity/neighbors.check.sql', []), []],
  ['similarity', new QueryError('out of memory', 'SELECT 1'), []],
  ['similarity', quotaExceeded, []],
  [
    'publish',
    new QualityGateError('tag_agreement@10', { value: 0.1 }, 0.2, 'tag_agreement@10 is 0.1.'),
    ['QualityFell'],
  ],
  ['publish', quotaExceeded, []],
  ['publish', new Error('storage is away'), []],
];

describe('a stage that fails', () => {
  it.each(FAILURES)('%s, %o', async (stage, error, expected) => {
    const { status, entries } = await call(stage, () => Promise.reject(error));
    expect(status).toBe(500);
    // Alone it alerts where a retry is of no use; with all its retries it does so as StageFailedForGood.
    expect(alertsOn(entries)).toEqual(expected);
    expect(countsAsFailed(status)).toBe(true);
    // The query that the runbook begins with.
    const runbook = `resource.type="cloud_run_revision"\nresource.labels.service_name="${stage}"\nseverity>=ERROR`;
    expect(entries.filter((entry) => matches(runbook, entry))).toHaveLength(1);
  });

  it('names the class of its error', async () => {
    const { entries } = await call('ingest', () => Promise.reject(igdb));
    expect(entries.map(({ jsonPayload }) => jsonPayload)).toMatchObject([
      { stage: 'ingest', error: 'IgdbError' },
    ]);
  });

  it('no class of errors is forgotten', () => {
    const known = new Set(FAILURES.map(([, error]) => error.name));
    // Those that answer a request, or that only the command line throws.
    const others = [
      'LeaseHeldError',
      'RequestError',
      'ProblemError',
      'ReleaseError',
      // Of recommend: the first becomes a ReleaseError, the second a 503.
      'PackedError',
      'TooLateError',
      'UsageError',
      'NotReadyError',
    ];
    // Those of a laptop's warehouse.
    others.push('BusyError', 'DamagedError', 'DiskFullError', 'AccessError', 'LimitError');
    others.push('StoppedError', 'StageStoppedError', 'InputFileError', 'CatalogueError', 'QueryRefused');
    expect([...errorClasses()].filter((name) => !known.has(name) && !others.includes(name))).toEqual([]);
  });
});

/** Of all sources of the functions. */
function errorClasses(): Set<string> {
  const folder = fileURLToPath(new URL('../../functions/src/', import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const text = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  return new Set([...text.matchAll(/class (\w+) extends \w*Error\b/g)].map(([, name = '']) => name));
}

test('rejected records', async () => {
  const { entries } = await call('ingest', () => Promise.resolve({ runId: 'r', received: 9, rejected: 2 }));
  expect(alertsOn(entries)).toEqual(['IngestRejects']);
});

test('a release that cannot be used', async () => {
  const entries: CloudLogEntry[] = [];
  const storage = {
    read: () => Promise.resolve(new TextEncoder().encode('{"release":')),
    write: () => Promise.reject(new Error('read only')),
    list: () => Promise.resolve([]),
    remove: () => Promise.resolve(),
  };
  const log = (entry: LogEntry) => entries.push(printed('recommend', logLine(entry)));
  await releaseHolder({ storage, clock: Date.now, sleep: patient, log, recheckMs: 60_000 }).current();
  expect(entries).toHaveLength(1);
  expect(alertsOn(entries)).toEqual(['ReleaseUnreadable']);
});

test('a function out of memory, in Cloud Run’s own words', () => {
  const entry: CloudLogEntry = {
    severity: 'ERROR',
    logName: `projects/p/logs/${encodeURIComponent('run.googleapis.com/varlog/system')}`,
    resource: { type: 'cloud_run_revision', labels: { service_name: 'recommend' } },
    textPayload:
      'Memory limit of 1024 MiB exceeded with 1031 MiB used. Consider increasing the memory limit, see https://cloud.google.com/run/docs/configuring/memory-limits',
  };
  expect(alertsOn([entry])).toEqual(['MemoryExceeded']);
});

describe('what is normal', () => {
  it.each<[string, Stage, () => Promise<object>, number]>([
    ['a night that stores games', 'ingest', () => Promise.resolve({ received: 500, rejected: 0 }), 200],
    ['a stage without counts', 'similarity', () => Promise.resolve({ runId: 'r' }), 200],
    [
      'a stage that is under way',
      'ingest',
      () => Promise.reject(new LeaseHeldError('ingest', undefined)),
      409,
    ],
  ])('%s', async (_, stage, run, expected) => {
    const { status, entries } = await call(stage, run);
    expect(status).toBe(expected);
    expect(entries).toHaveLength(1);
    expect(alertsOn(entries)).toEqual([]);
  });

  it('a call that was answered is no failed attempt, one that has to wait is', () => {
    expect([200, 409, 500, 504].map(countsAsFailed)).toEqual([false, true, true, true]);
  });

  it('the drift of one service is not another’s', () => {
    const line = logLine({ severity: 'ERROR', message: 'x', error: 'DriftError' });
    expect(alertsOn([printed('publish', line)])).toEqual([]);
  });
});

test('every alert is set off by something above', () => {
  expect(alerts.map(({ name }) => name)).toEqual([
    'IngestDrift',
    'IngestRejects',
    'QualityFell',
    'ReleaseUnreadable',
    'MemoryExceeded',
  ]);
});

test('a filter that is not understood is refused', () => {
  const entry = attempt('job', 500);
  expect(() => matches('severity>=ERROR OR severity<INFO', entry)).toThrow('Expected a comparison');
  expect(() => matches('resource.type>"a"', entry)).toThrow('Expected =, != or =~');
});
