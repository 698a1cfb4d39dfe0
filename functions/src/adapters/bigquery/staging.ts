import { createHash, randomUUID } from 'node:crypto';
import { createGzip } from 'node:zlib';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Dataset } from '@google-cloud/bigquery';
import type { Bucket } from '@google-cloud/storage';
import type { Clock } from '../../clock.ts';
import type { Row, TableSpec } from '../../warehouse.ts';
import type { JobRunner } from './jobs.ts';
import { schemaOf } from './tables.ts';
import { toLine } from './values.ts';
import { gcsStorage } from '../gcs.ts';

export interface Staging {
  dataset: Dataset;
  bucket: Bucket;
  jobs: JobRunner;
  clock: Clock;
}

/** What lies in a staging table: its name, and a digest of its rows in their order. */
export interface Staged {
  name: string;
  contents: string;
}

/** Objects below it are of use for one load job only; the bucket's lifecycle may remove what a killed process left. */
const STAGING_PREFIX = 'staging/';
const HOUR_MS = 3_600_000;
/** A killed process leaves its staging table behind; no load and merge takes this long. */
const STAGING_LIFETIME_MS = 6 * HOUR_MS;

/** Loads the rows into a table of their own, gives it to `use`, and drops it. The rows are never all in memory. */
export async function withStaged<T>(
  { dataset, bucket, jobs, clock }: Staging,
  table: TableSpec,
  rows: AsyncIterable<Row> | Iterable<Row>,
  use: (staged: Staged) => Promise<T>,
): Promise<T> {
  const name = `staging_${table.name}_${randomUUID().replaceAll('-', '')}`;
  const path = `${STAGING_PREFIX}${name}.json.gz`;
  const schema = schemaOf(table, { required: true });
  try {
    const contents = await writeLines(bucket, path, table, rows);
    await dataset.createTable(name, { schema, expirationTime: String(clock() + STAGING_LIFETIME_MS) });
    await jobs.run({
      step: `load-${table.name}`,
      configuration: {
        load: {
          sourceUris: [`gs://${bucket.name}/${path}`],
          sourceFormat: 'NEWLINE_DELIMITED_JSON',
          schema,
          destinationTable: { projectId: dataset.projectId, datasetId: dataset.id ?? '', tableId: name },
          writeDisposition: 'WRITE_TRUNCATE',
        },
      },
    });
    return await use({ name, contents });
  } finally {
    await Promise.all([
      bucket.file(path).delete({ ignoreNotFound: true }),
      dataset.table(name).delete({ ignoreNotFound: true }),
    ]);
  }
}

/** Writes the rows as gzip NDJSON, whole or not at all; answers a digest of them. */
async function writeLines(
  bucket: Bucket,
  path: string,
  table: TableSpec,
  rows: AsyncIterable<Row> | Iterable<Row>,
): Promise<string> {
  const columns = Object.entries(table.columns);
  const hash = createHash('sha256');
  async function* lines() {
    for await (const row of rows) {
      const line = toLine(columns, row);
      hash.update(line);
      yield line;
    }
  }
  const gzip = createGzip();
  const [read, written] = await Promise.allSettled([
    pipeline(Readable.from(lines()), gzip),
    gcsStorage(bucket).write(path, gzip, { contentType: 'application/gzip' }),
  ]);
  // A source that breaks breaks the upload too; its own error is the one that tells what happened.
  for (const outcome of [read, written]) if (outcome.status === 'rejected') throw outcome.reason;
  return hash.digest('hex');
}
