import type { BigQuery, Job } from '@google-cloud/bigquery';
import type { Row } from '../warehouse.ts';
import { fromBigQuery, type ResultField, type ResultRow } from './bigquery/values.ts';

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
