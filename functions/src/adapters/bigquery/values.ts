import type { BigQuery, Job, JobMetadata } from '@google-cloud/bigquery';
import type { ColumnSpec, Params, Row, Value } from '../../warehouse.ts';

type JobConfiguration = NonNullable<JobMetadata['configuration']>;
type QueryParameters = NonNullable<NonNullable<JobConfiguration['query']>['queryParameters']>;

/** A column of a result, in the REST API's (old) type names. */
export interface ResultField {
  name?: string;
  type?: string;
}

/** A row of a result: a cell a column, its value as text or null. */
export interface ResultRow {
  f?: { v?: unknown }[];
}

const MICROS_PER_MS = 1000;

/**
 * A row as the warehouse's rows carry it. Times must have been asked for as microseconds (`useInt64Timestamp`): a second as a
 * floating-point number has not the digits for them.
 */
function fromBigQuery(fields: ResultField[], row: ResultRow): Row {
  const cells = row.f ?? [];
  return Object.fromEntries(
    fields.map(({ name = '', type = '' }, i) => [name, fromCell(type, cells[i]?.v ?? null)]),
  );
}

function fromCell(type: string, cell: unknown): Value {
  if (cell === null) return null;
  const text = String(cell);
  switch (type) {
    case 'INTEGER':
    case 'INT64':
    case 'FLOAT':
    case 'FLOAT64':
    case 'NUMERIC':
    case 'BIGNUMERIC':
      return Number(text);
    case 'BOOLEAN':
    case 'BOOL':
      return text === 'true';
    case 'TIMESTAMP':
      return new Date(Math.floor(Number(text) / MICROS_PER_MS)).toISOString();
    default:
      return text;
  }
}

/** Named parameters of a query job; a number without a fraction is an INT64. */
export const toQueryParameters = (params: Params): QueryParameters =>
  Object.entries(params).map(([name, value]) => ({
    name,
    parameterType: { type: parameterType(value) },
    parameterValue: { value: String(value) },
  }));

function parameterType(value: string | number | boolean): string {
  if (typeof value === 'string') return 'STRING';
  if (typeof value === 'boolean') return 'BOOL';
  return Number.isInteger(value) ? 'INT64' : 'FLOAT64';
}

/** The row as a line of a load job's NDJSON; a column that it does not have is NULL. */
export const toLine = (columns: [string, ColumnSpec][], row: Row): string =>
  `${JSON.stringify(Object.fromEntries(columns.map(([column]) => [column, row[column] ?? null])))}\n`;

interface ResultPage {
  schema?: { fields?: ResultField[] };
  rows?: ResultRow[];
  pageToken?: string;
}

/** BigQuery answers at most 20 MB a page, however many rows are asked for. */
const ROWS_A_PAGE = 50_000;

/** The result of a finished query job, a page in memory at a time. */
export async function* readRows(client: BigQuery, job: Job, location: string): AsyncGenerator<Row> {
  let pageToken: string | undefined;
  do {
    const page = await readPage(client, `/queries/${job.id ?? ''}`, {
      location,
      maxResults: ROWS_A_PAGE,
      'formatOptions.useInt64Timestamp': true,
      ...(pageToken !== undefined && { pageToken }),
    });
    const fields = page.schema?.fields ?? [];
    for (const row of page.rows ?? []) yield fromBigQuery(fields, row);
    pageToken = page.pageToken === '' ? undefined : page.pageToken;
  } while (pageToken !== undefined);
}

/** The client's own paging turns every value into an object of a class first. */
const readPage = (client: BigQuery, uri: string, qs: Record<string, string | number | boolean>) =>
  new Promise<ResultPage>((resolve, reject) => {
    client.request({ uri, qs }, (error, body: ResultPage) => {
      if (error) reject(error);
      else resolve(body);
    });
  });
