/**
 * bigquery-emulator, completed: a proxy before it that adds what BigQuery does and the emulator does not (README.md lists it),
 * so that the adapter is tested as it runs in production and needs to know nothing of emulators. The emulator still does all
 * of the SQL, tables, loads and paging.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { JobMetadata } from '@google-cloud/bigquery';
import type { File, Storage } from '@google-cloud/storage';
// Node's own gives up after 5 minutes without an answer; some queries of the emulator take longer.
import fetch from 'node-fetch';
import {
  type Answer,
  checkLayout,
  checkRecursion,
  checkSurrogates,
  type Layout,
  layoutOf,
  refuse,
  Refused,
} from './refusals.ts';

type Configuration = NonNullable<JobMetadata['configuration']>;
type TableReference = NonNullable<NonNullable<Configuration['query']>['destinationTable']>;
type QueryConfiguration = NonNullable<Configuration['query']>;

interface QueryAnswer {
  jobReference: { jobId: string };
  schema?: JobMetadata['statistics'];
  rows?: { f: { v: unknown }[] }[];
}

/** What shall go wrong, as it does with BigQuery now and then. */
export interface Troubles {
  /** Jobs whose id matches end in this error, so many of the next ones. */
  failing: { jobs: RegExp; reason: string; times: number }[];
  /** Results lose what lies beyond so many rows, without a word. */
  rowsCutAt: number | undefined;
}

export interface CompleteBigQuery {
  url: string;
  /** Every job received, in order. */
  jobs: JobMetadata[];
  troubles: Troubles;
  close(): Promise<void>;
}

/** BigQuery bills 10 MB at least; the emulator bills nothing. */
export const LEAST_BILLED = String(10 * 1024 * 1024);

const nameOf = ({ datasetId = '', tableId = '' }: TableReference) => `\`${datasetId}\`.\`${tableId}\``;
const ROUTE = /^(\/bigquery\/v2)?\/projects\/([^/]+)\/(jobs|queries)(?:\/([^/]+))?$/;
const DATASET_ROUTE =
  /^(?:\/bigquery\/v2)?\/projects\/([^/]+)\/datasets\/([^/]+)(?:\/tables(?:\/([^/]+))?)?$/;

export async function completeBigQuery(emulator: string, storage: Storage): Promise<CompleteBigQuery> {
  /** Finished jobs, and under which id the emulator keeps the rows of queries. */
  const finished = new Map<string, { job: JobMetadata; rowsId?: string }>();
  const jobs: JobMetadata[] = [];
  const troubles: Troubles = { failing: [], rowsCutAt: undefined };
  /** How each table lies, which the emulator forgets. */
  const layouts = new Map<string, Layout>();
  /** Results asked for once: BigQuery may answer the first time that they are not complete. */
  const askedFor = new Set<string>();
  let mergesOfQueries = 0;
  let analyses = 0;

  async function call(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${emulator}/bigquery/v2${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json' },
    });
    const answer = { status: response.status, body: await response.json() };
    if (!response.ok) throw new Refused(answer);
    return answer;
  }

  /** jobs.query heeds the default dataset, which the emulator's jobs.insert does not. */
  async function run(project: string, query: QueryConfiguration, sql: string): Promise<QueryAnswer> {
    const { defaultDataset, parameterMode, queryParameters = [] } = query;
    // The emulator refuses parameters that the statement does not name.
    const named = queryParameters.filter(({ name }) => sql.includes(`@${name ?? ''}`));
    const request = {
      query: sql,
      useLegacySql: false,
      defaultDataset,
      parameterMode,
      queryParameters: named,
    };
    return (await call('POST', `/projects/${project}/queries`, request)).body as QueryAnswer;
  }

  async function count(project: string, query: QueryConfiguration, sql: string): Promise<number> {
    const { rows } = await run(project, query, sql);
    return Number(rows?.[0]?.f[0]?.v ?? 0);
  }

  /** The emulator merges from a table only. */
  async function mergeQuery(project: string, query: QueryConfiguration, target: string, select: string) {
    const table = { ...query.defaultDataset, tableId: `source_of_merge_${mergesOfQueries++}` };
    await run(project, query, `CREATE TABLE ${nameOf(table)} AS ${select}`);
    try {
      const sql = query.query?.replace(`(${select})`, nameOf(table)) ?? '';
      return await merge(project, { ...query, query: sql }, target, nameOf(table));
    } finally {
      await remove(project, table);
    }
  }

  /** Counts what a MERGE changes: rows of its source that its target has not, and by how many rows the target grows. */
  async function merge(project: string, query: QueryConfiguration, target: string, source: string) {
    const rows = () => count(project, query, `SELECT COUNT(*) FROM ${target}`);
    const before = await rows();
    const newRows = `SELECT * FROM ${source} EXCEPT DISTINCT SELECT * FROM ${target}`;
    const changed = await count(project, query, `SELECT COUNT(*) FROM (${newRows})`);
    const answer = await run(project, query, query.query ?? '');
    const inserted = (await rows()) - before;
    const dmlStats = { insertedRowCount: String(inserted), updatedRowCount: String(changed - inserted) };
    return { answer, dmlStats };
  }

  const path = (project: string, { datasetId = '', tableId = '' }: TableReference) =>
    `/projects/${project}/datasets/${datasetId}/tables/${tableId}`;
  const isThere = async (project: string, table: TableReference) =>
    (await fetch(`${emulator}/bigquery/v2${path(project, table)}`)).ok;
  const remove = (project: string, table: TableReference) =>
    fetch(`${emulator}/bigquery/v2${path(project, table)}`, { method: 'DELETE' });

  /** Whatever a job touches is there, and where the job is sent. */
  async function checkPlace(project: string, location: string | undefined, datasetId: string): Promise<void> {
    const answer = await fetch(`${emulator}/bigquery/v2/projects/${project}/datasets/${datasetId}`);
    const dataset = answer.ok ? ((await answer.json()) as { location?: string }) : undefined;
    if (dataset !== undefined && (location === undefined || dataset.location === location)) return;
    throw refuse(
      404,
      'notFound',
      `Not found: Dataset ${project}:${datasetId} was not found in location ${location ?? 'US'}`,
    );
  }

  async function checkBucket(uri: string, location: string | undefined): Promise<void> {
    const [, bucket = ''] = /^gs:\/\/([^/]+)/.exec(uri) ?? [];
    const [{ location: source }] = await storage.bucket(bucket).getMetadata();
    if (source === location) return;
    throw refuse(
      400,
      'invalid',
      `Cannot read and write in different locations: source: ${String(source)}, destination: ${location ?? 'US'}`,
    );
  }

  async function checkPlaces(
    project: string,
    { jobReference, configuration = {} }: JobMetadata,
  ): Promise<void> {
    const { query, load, extract, copy } = configuration;
    const touched = [query?.destinationTable, load?.destinationTable, extract?.sourceTable];
    for (const { datasetId } of [...touched, copy?.sourceTable, copy?.destinationTable].filter(
      (used) => used !== undefined,
    )) {
      await checkPlace(project, jobReference?.location, datasetId ?? '');
    }
    for (const uri of [...(load?.sourceUris ?? []), ...(extract?.destinationUris ?? [])]) {
      await checkBucket(uri, jobReference?.location);
    }
  }

  /** The result is whole before the table that it replaces is gone. */
  async function replaceTable(project: string, query: QueryConfiguration, table: TableReference) {
    const create = (into: TableReference, sql: string) =>
      run(project, query, `CREATE TABLE ${nameOf(into)} AS ${sql}`);
    const sql = query.query ?? '';
    layouts.set(nameOf(table), layoutOf(query));
    if (!(await isThere(project, table))) return create(table, sql);
    const next = { ...table, tableId: `rebuilt_${table.tableId ?? ''}` };
    await create(next, sql);
    await remove(project, table);
    const answer = await run(
      project,
      { defaultDataset: table },
      `CREATE TABLE ${nameOf(table)} AS SELECT * FROM ${nameOf(next)}`,
    );
    await remove(project, next);
    return answer;
  }

  async function append(project: string, query: QueryConfiguration, table: TableReference) {
    return run(project, query, `INSERT INTO ${nameOf(table)} ${query.query ?? ''}`);
  }

  /** The emulator knows no copy jobs. */
  async function copyTable(project: string, from: TableReference, to: TableReference) {
    const query = `SELECT * FROM ${nameOf(from)}`;
    return replaceTable(project, { query, defaultDataset: from, ...layouts.get(nameOf(from)) }, to);
  }

  async function replaceView(project: string, query: QueryConfiguration, view: TableReference, sql: string) {
    if (await isThere(project, view)) await remove(project, view);
    return run(project, query, `CREATE VIEW ${nameOf(view)} AS ${sql}`);
  }

  async function write(project: string, query: QueryConfiguration, destination: TableReference | undefined) {
    if (destination === undefined) return run(project, query, query.query ?? '');
    const live = layouts.get(nameOf(destination));
    if (live !== undefined) checkLayout(live, query);
    return query.writeDisposition === 'WRITE_APPEND' && (await isThere(project, destination))
      ? append(project, query, destination)
      : replaceTable(project, query, destination);
  }

  /** The emulator runs what it is to analyse. A view it only analyses, and knows its columns; it takes no parameters. */
  async function analyse(project: string, query: QueryConfiguration) {
    const view = { ...query.defaultDataset, tableId: `analysed_${analyses++}` };
    const [, select = ''] = /^(?:CREATE OR REPLACE VIEW \S+ AS )?([\s\S]*)$/.exec(query.query ?? '') ?? [];
    await run(project, query, `CREATE VIEW ${nameOf(view)} AS ${withLiterals(select, query)}`);
    const { body } = await call('GET', path(project, view));
    await remove(project, view);
    return (body as { schema?: unknown }).schema;
  }

  async function insertQuery(project: string, job: JobMetadata, query: QueryConfiguration) {
    const sql = query.query ?? '';
    checkRecursion(sql);
    if (job.configuration?.dryRun === true) return { query: { schema: await analyse(project, query) } };
    const [, target, source] = /^MERGE (\S+) AS t USING ([\s\S]+?) AS s ON /.exec(sql) ?? [];
    if (target !== undefined && source !== undefined) {
      const { answer, dmlStats } = source.startsWith('(')
        ? await mergeQuery(project, query, target, source.slice(1, -1))
        : await merge(project, query, target, source);
      return { rowsId: answer.jobReference.jobId, query: { dmlStats, totalBytesBilled: LEAST_BILLED } };
    }
    const [, viewDataset = '', view, select = ''] =
      /^CREATE OR REPLACE VIEW `(\w+)`\.`(\w+)` AS ([\s\S]*)$/.exec(sql) ?? [];
    const answer =
      view !== undefined
        ? await replaceView(project, query, { datasetId: viewDataset, tableId: view }, select)
        : await write(project, query, query.destinationTable);
    return { rowsId: answer.jobReference.jobId, query: { totalBytesBilled: LEAST_BILLED } };
  }

  async function insertJob(project: string, job: JobMetadata): Promise<Answer> {
    const id = job.jobReference?.jobId ?? '';
    jobs.push(job);
    if (finished.has(id)) {
      const message = `Already Exists: Job ${project}:${id}`;
      return {
        status: 409,
        body: { error: { code: 409, message, errors: [{ reason: 'duplicate', message }] } },
      };
    }
    await checkPlaces(project, job);
    const failing = troubles.failing.find(({ jobs, times }) => times > 0 && jobs.test(id));
    if (failing !== undefined && job.configuration?.dryRun !== true) {
      failing.times -= 1;
      const error = {
        reason: failing.reason,
        message: 'It went wrong on the way. Retrying may solve the problem.',
      };
      const failed = { ...job, status: { state: 'DONE', errorResult: error, errors: [error] } };
      finished.set(id, { job: failed });
      // The job is accepted and fails later.
      return { status: 200, body: { ...job, status: { state: 'RUNNING' } } };
    }
    const { query, copy } = job.configuration ?? {};
    if (copy?.sourceTable !== undefined && copy.destinationTable !== undefined) {
      const [from, to] = [
        layouts.get(nameOf(copy.sourceTable)) ?? {},
        layouts.get(nameOf(copy.destinationTable)),
      ];
      if (to !== undefined) checkLayout(to, from);
      await copyTable(project, copy.sourceTable, copy.destinationTable);
      const done = { ...job, status: { state: 'DONE' } };
      finished.set(id, { job: done });
      return { status: 200, body: done };
    }
    if (query !== undefined) {
      const { rowsId, ...statistics } = { rowsId: undefined, ...(await insertQuery(project, job, query)) };
      const done = { ...job, status: { state: 'DONE' }, statistics } as JobMetadata;
      if (job.configuration?.dryRun !== true)
        finished.set(id, { job: done, ...(rowsId !== undefined && { rowsId }) });
      return { status: 200, body: done };
    }
    const sent = structuredClone(job);
    const load = sent.configuration?.load;
    if (load?.sourceUris)
      load.sourceUris = await Promise.all(load.sourceUris.map((uri) => decompress(storage, uri)));
    const answer = await call('POST', `/projects/${project}/jobs`, sent);
    finished.set(id, { job: answer.body as JobMetadata });
    for (const uri of load?.sourceUris ?? []) await objectAt(storage, uri).delete();
    for (const uri of job.configuration?.extract?.destinationUris ?? []) await compressExtract(storage, uri);
    return answer;
  }

  async function readRows(project: string, id: string, search: string): Promise<Answer> {
    if (!askedFor.has(id)) {
      askedFor.add(id);
      return { status: 200, body: { jobComplete: false, jobReference: { projectId: project, jobId: id } } };
    }
    const path = `/projects/${project}/queries/${finished.get(id)?.rowsId ?? id}${search}`;
    const page = await call('GET', path);
    if (troubles.rowsCutAt === undefined) return page;
    const { rows = [], ...rest } = page.body as { rows?: unknown[] };
    return { status: 200, body: { ...rest, rows: rows.slice(0, troubles.rowsCutAt), pageToken: '' } };
  }

  /** Datasets and tables are the emulator's, but for what it does not keep. */
  async function answerDataset(request: IncomingMessage, pathname: string): Promise<Answer | undefined> {
    const [, project = '', datasetId = '', tableId] = DATASET_ROUTE.exec(pathname) ?? [];
    if (request.method === 'POST' && pathname.endsWith('/datasets')) {
      // Two at once: the emulator answers the second with a failure of its own.
      return call('POST', pathname.replace(/^\/bigquery\/v2/, ''), JSON.parse(await bodyOf(request))).catch(
        (error: unknown) => {
          if (!String(error).includes('already created')) throw error;
          throw refuse(409, 'duplicate', `Already Exists: Dataset ${pathname}`);
        },
      );
    }
    if (datasetId === '') return undefined;
    if (request.method === 'POST' && tableId === undefined) {
      const table = JSON.parse(await bodyOf(request)) as Layout & { tableReference?: TableReference };
      const answer = await call('POST', `/projects/${project}/datasets/${datasetId}/tables`, table);
      layouts.set(nameOf({ datasetId, tableId: table.tableReference?.tableId ?? '' }), layoutOf(table));
      return answer;
    }
    if (tableId === undefined) return undefined;
    if (request.method === 'DELETE') layouts.delete(nameOf({ datasetId, tableId }));
    if (request.method !== 'GET') return undefined;
    const { status, body } = await call('GET', path(project, { datasetId, tableId }));
    return { status, body: { ...(body as object), ...layouts.get(nameOf({ datasetId, tableId })) } };
  }

  async function answer(request: IncomingMessage): Promise<Answer | undefined> {
    const { pathname, search } = new URL(request.url ?? '/', emulator);
    const [, , project = '', collection, id] = ROUTE.exec(pathname) ?? [];
    if (request.method === 'POST' && collection === 'jobs' && id === undefined) {
      const body = await bodyOf(request);
      checkSurrogates(body, 'Invalid JSON payload received');
      return insertJob(project, JSON.parse(body) as JobMetadata);
    }
    if (collection === undefined) return answerDataset(request, pathname);
    if (request.method !== 'GET' || id === undefined) return undefined;
    const known = finished.get(id);
    if (collection === 'jobs' && known !== undefined) return { status: 200, body: known.job };
    return collection === 'queries' ? readRows(project, id, search) : undefined;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const found = await answer(request).catch((error: unknown) => {
      if (error instanceof Refused) return error.answer;
      const message = error instanceof Error ? error.message : String(error);
      return { status: 500, body: { error: { code: 500, message } } };
    });
    if (found === undefined) return passOn(emulator, request, response);
    response.writeHead(found.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found.body));
  }

  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    jobs,
    troubles,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Each parameter in the place of its name. */
function withLiterals(sql: string, { queryParameters = [] }: QueryConfiguration): string {
  const literals = new Map(
    queryParameters.map(({ name = '', parameterType, parameterValue }) => [
      name,
      parameterType?.type === 'STRING'
        ? JSON.stringify(parameterValue?.value)
        : (parameterValue?.value ?? 'NULL'),
    ]),
  );
  return sql.replaceAll(/'(?:[^'\\]|\\.)*'|--[^\n]*|@(\w+)/g, (found, name: string | undefined) =>
    name === undefined ? found : (literals.get(name) ?? found),
  );
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  return Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString();
}

async function passOn(emulator: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  const answer = await fetch(`${emulator}${request.url ?? '/'}`, {
    method: request.method ?? 'GET',
    headers: { 'content-type': request.headers['content-type'] ?? 'application/json' },
    ...(body !== '' && { body }),
  });
  const type = answer.headers.get('content-type');
  response.writeHead(answer.status, type === null ? {} : { 'content-type': type });
  response.end(Buffer.from(await answer.arrayBuffer()));
}

function objectAt(storage: Storage, uri: string): File {
  const [, bucket = '', path = ''] = /^gs:\/\/([^/]+)\/(.*)$/.exec(uri) ?? [];
  return storage.bucket(bucket).file(path);
}

/** BigQuery sees by its first bytes that an object is gzip; the emulator takes it for JSON. */
async function decompress(storage: Storage, uri: string): Promise<string> {
  const [bytes] = await objectAt(storage, uri).download();
  const plain = gunzipSync(bytes);
  for (const line of plain.toString().trimEnd().split('\n')) {
    checkSurrogates(line, 'Error while reading data, error message: JSON parsing error in row');
  }
  await objectAt(storage, `${uri}.plain`).save(plain);
  return `${uri}.plain`;
}

/** The emulator writes one object, uncompressed, whose name has the `*`; BigQuery writes gzip shards numbered in its place. */
async function compressExtract(storage: Storage, uri: string): Promise<void> {
  const written = objectAt(storage, uri);
  const [bytes] = await written.download();
  await objectAt(storage, uri.replace('*', '000000000000')).save(gzipSync(bytes));
  await written.delete();
}
