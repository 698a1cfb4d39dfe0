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

type Configuration = NonNullable<JobMetadata['configuration']>;
type TableReference = NonNullable<NonNullable<Configuration['query']>['destinationTable']>;
type QueryConfiguration = NonNullable<Configuration['query']>;

interface Answer {
  status: number;
  body: unknown;
}

interface QueryAnswer {
  jobReference: { jobId: string };
  schema?: JobMetadata['statistics'];
  rows?: { f: { v: unknown }[] }[];
}

export interface CompleteBigQuery {
  url: string;
  /** Every job received, in order. */
  jobs: JobMetadata[];
  close(): Promise<void>;
}

/** The emulator refused; its answer is passed on. */
class Refused extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(JSON.stringify(answer.body));
    this.answer = answer;
  }
}

/** BigQuery bills 10 MB at least; the emulator bills nothing. */
export const LEAST_BILLED = String(10 * 1024 * 1024);

const nameOf = ({ datasetId = '', tableId = '' }: TableReference) => `\`${datasetId}\`.\`${tableId}\``;
const ROUTE = /^(\/bigquery\/v2)?\/projects\/([^/]+)\/(jobs|queries)(?:\/([^/]+))?$/;

export async function completeBigQuery(emulator: string, storage: Storage): Promise<CompleteBigQuery> {
  /** Finished jobs, and under which id the emulator keeps the rows of queries. */
  const finished = new Map<string, { job: JobMetadata; rowsId?: string }>();
  const jobs: JobMetadata[] = [];

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
    const { defaultDataset, parameterMode, queryParameters } = query;
    const request = { query: sql, useLegacySql: false, defaultDataset, parameterMode, queryParameters };
    return (await call('POST', `/projects/${project}/queries`, request)).body as QueryAnswer;
  }

  async function count(project: string, query: QueryConfiguration, sql: string): Promise<number> {
    const { defaultDataset } = query;
    const { rows } = await run(project, { ...(defaultDataset && { defaultDataset }) }, sql);
    return Number(rows?.[0]?.f[0]?.v ?? 0);
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

  /** The result is whole before the table that it replaces is gone. */
  async function replaceTable(project: string, query: QueryConfiguration, table: TableReference) {
    const create = (into: TableReference, sql: string) =>
      run(project, query, `CREATE TABLE ${nameOf(into)} AS ${sql}`);
    const sql = query.query ?? '';
    if (!(await isThere(project, table))) return create(table, sql);
    const next = { ...table, tableId: `next_${table.tableId ?? ''}` };
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

  async function replaceView(project: string, query: QueryConfiguration, view: TableReference, sql: string) {
    if (await isThere(project, view)) await remove(project, view);
    return run(project, query, `CREATE VIEW ${nameOf(view)} AS ${sql}`);
  }

  async function insertQuery(project: string, job: JobMetadata, query: QueryConfiguration) {
    const sql = query.query ?? '';
    if (job.configuration?.dryRun === true) {
      const { schema } = await run(project, query, `SELECT * FROM (\n${sql}\n) LIMIT 0`);
      return { query: { schema } };
    }
    const [, target, source] = /^MERGE (\S+) AS \S+ USING (\S+)/.exec(sql) ?? [];
    if (target !== undefined && source !== undefined) {
      const { answer, dmlStats } = await merge(project, query, target, source);
      return { rowsId: answer.jobReference.jobId, query: { dmlStats, totalBytesBilled: LEAST_BILLED } };
    }
    const [, viewDataset = '', view, select = ''] =
      /^CREATE OR REPLACE VIEW `(\w+)`\.`(\w+)` AS ([\s\S]*)$/.exec(sql) ?? [];
    const { destinationTable, writeDisposition } = query;
    const answer =
      view !== undefined
        ? await replaceView(project, query, { datasetId: viewDataset, tableId: view }, select)
        : destinationTable !== undefined && writeDisposition === 'WRITE_TRUNCATE'
          ? await replaceTable(project, query, destinationTable)
          : await run(project, query, sql);
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
    const query = job.configuration?.query;
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
    const path = `/projects/${project}/queries/${finished.get(id)?.rowsId ?? id}${search}`;
    return call('GET', path);
  }

  async function answer(request: IncomingMessage): Promise<Answer | undefined> {
    const { pathname, search } = new URL(request.url ?? '/', emulator);
    const [, , project = '', collection, id] = ROUTE.exec(pathname) ?? [];
    if (request.method === 'POST' && collection === 'jobs' && id === undefined) {
      return insertJob(project, JSON.parse(await bodyOf(request)) as JobMetadata);
    }
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
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
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
  await objectAt(storage, `${uri}.plain`).save(gunzipSync(bytes));
  return `${uri}.plain`;
}

/** The emulator writes one object, uncompressed, whose name has the `*`; BigQuery writes gzip shards numbered in its place. */
async function compressExtract(storage: Storage, uri: string): Promise<void> {
  const written = objectAt(storage, uri);
  const [bytes] = await written.download();
  await objectAt(storage, uri.replace('*', '000000000000')).save(gzipSync(bytes));
  await written.delete();
}
