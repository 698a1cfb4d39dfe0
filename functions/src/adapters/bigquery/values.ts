import type { BigQuery, Job, JobMetadata } from '@google-cloud/bigquery';
import type { Sleep } from '../../clock.ts';
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
    parameterValue: { value: String(value).toWellFormed() },
  }));

function parameterType(value: string | number | boolean): string {
  if (typeof value === 'string') return 'STRING';
  if (typeof value === 'boolean') return 'BOOL';
  return Number.isInteger(value) ? 'INT64' : 'FLOAT64';
}

/**
 * The row as a line of a load job's NDJSON; a column that it does not have is NULL. Half a surrogate pair, as a text cut
 * within an emoji leaves, becomes U+FFFD: BigQuery's JSON refuses it.
 */
export const toLine = (columns: [string, ColumnSpec][], row: Row): string =>
  `${JSON.stringify(Object.fromEntries(columns.map(([column]) => [column, wellFormed(row[column] ?? null)])))}\n`;

const wellFormed = (value: Value): Value => (typeof value === 'string' ? value.toWellFormed() : value);

interface ResultPage {
  jobComplete?: boolean;
  totalRows?: string;
  schema?: { fields?: ResultField[] };
  rows?: ResultRow[];
  pageToken?: string;
}

/** BigQuery answers at most 20 MB a page, however many rows are asked for. */
const ROWS_A_PAGE = 50_000;
/**
 * BigQuery waits for a result up to 10 s by itself, then answers without rows that it is not complete:
 * https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/getQueryResults
 */
const INCOMPLETE_WAIT_MS = 1_000;
/** Beyond the end of its job a result is rarely late at all. This many answers take a quarter of an hour. */
const MOST_INCOMPLETE = 100;

export interface ReadOptions {
  client: BigQuery;
  location: string;
  sleep: Sleep;
}

/**
 * The result of a finished query job, a page in memory at a time.
 * @throws Error when there are fewer or more rows than BigQuery says, so that a part is never taken for the whole
 */
export async function* readRows(options: ReadOptions, job: Job): AsyncGenerator<Row> {
  const id = job.id ?? '';
  let pageToken: string | undefined;
  let read = 0;
  let total: string | undefined;
  do {
    const page = await readComplete(options, id, pageToken);
    const fields = page.schema?.fields ?? [];
    total ??= page.totalRows;
    for (const row of page.rows ?? []) {
      read += 1;
      yield fromBigQuery(fields, row);
    }
    pageToken = page.pageToken === '' ? undefined : page.pageToken;
  } while (pageToken !== undefined);
  if (String(read) !== total) {
    throw new Error(
      `The result of job ${id} has ${total ?? 'an unknown number of'} rows, but ${read} came. Run it again.`,
    );
  }
}

/** A page of the result, asked for until the result is complete: until then an answer has no rows. */
async function readComplete({ client, location, sleep }: ReadOptions, id: string, pageToken?: string) {
  for (let asked = 0; asked < MOST_INCOMPLETE; asked++) {
    const page = await readPage(client, `/queries/${id}`, {
      location,
      maxResults: ROWS_A_PAGE,
      'formatOptions.useInt64Timestamp': true,
      ...(pageToken !== undefined && { pageToken }),
    });
    if (page.jobComplete === true) return page;
    await sleep(INCOMPLETE_WAIT_MS);
  }
  throw new Error(
    `The result of job ${id} is still not complete after being asked for ${MOST_INCOMPLETE} times.`,
  );
}

/** The client's own paging turns every value into an object of a class first. */
const readPage = (client: BigQuery, uri: string, qs: Record<string, string | number | boolean>) =>
  new Promise<ResultPage>((resolve, reject) => {
    client.request({ uri, qs }, (error, body: ResultPage) => {
      if (error) reject(error);
      else resolve(body);
    });
  });
