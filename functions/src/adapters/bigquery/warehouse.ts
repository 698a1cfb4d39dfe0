import type { BigQuery } from '@google-cloud/bigquery';
import type { Bucket } from '@google-cloud/storage';
import type { Clock } from '../../clock.ts';
import { type Params, QueryError, type Row, type TableSpec, type Warehouse } from '../../warehouse.ts';
import { type JobConfiguration, type JobOptions, jobRunner } from './jobs.ts';
import { badKeysSql, type Bounds, boundsSql, mergeSql, pathOf } from './merge.ts';
import { readRows } from './values.ts';
import { withStaged } from './staging.ts';
import { createDataset, createOrDescribe, describeResult, layoutOf } from './tables.ts';
import { toQueryParameters } from './values.ts';
import { gcsStorage } from '../gcs.ts';

export interface BigQueryOptions extends JobOptions {
  client: BigQuery;
  /** The tables' dataset: `igdb`, as statements that name it call it. It must be there. */
  dataset: string;
  /** Where loads come from and extracts go, in the dataset's location. */
  bucket: Bucket;
  clock: Clock;
}

export interface BigQueryWarehouse extends Warehouse {
  /** What the jobs of this warehouse are billed for so far. */
  bytesBilled(): number;
}

/** The warehouse in one BigQuery dataset, for one run of one stage. */
export function openBigQuery(options: BigQueryOptions): BigQueryWarehouse {
  const { client, bucket, location, clock } = options;
  const datasetOf = (table: TableSpec) => client.dataset(table.dataset ?? options.dataset, { location });
  const tableId = (table: TableSpec) => ({
    projectId: client.projectId,
    datasetId: table.dataset ?? options.dataset,
    tableId: table.name,
  });
  const jobs = jobRunner(options);
  const described = new Set<string>();

  const queryConfiguration = (query: string, params: Params = {}): JobConfiguration => ({
    query: {
      query,
      useLegacySql: false,
      defaultDataset: { projectId: client.projectId, datasetId: options.dataset },
      ...(Object.keys(params).length > 0 && {
        parameterMode: 'NAMED',
        queryParameters: toQueryParameters(params),
      }),
    },
  });

  const into = (table: TableSpec, { query }: JobConfiguration): JobConfiguration => ({
    query: {
      ...query,
      destinationTable: tableId(table),
      createDisposition: 'CREATE_IF_NEEDED',
      writeDisposition: 'WRITE_TRUNCATE',
      ...layoutOf(table),
    },
  });

  async function* query(sql: string, params?: Params): AsyncGenerator<Row> {
    const { job } = await jobs.run({ step: 'query', configuration: queryConfiguration(sql, params) });
    yield* readRows(client, job, location);
  }

  /** The first column of the first row. */
  async function scalar(sql: string): Promise<number> {
    const [row = {}] = await Array.fromAsync(query(sql));
    return Number(Object.values(row)[0] ?? 0);
  }

  /** `undefined` where the table's partitions are of no help, or nothing is staged. */
  async function boundsOf(table: TableSpec, staging: string): Promise<Bounds | undefined> {
    const sql = boundsSql(table, staging);
    if (sql === undefined) return undefined;
    const [{ least, most } = {}] = await Array.fromAsync(query(sql));
    return typeof least === 'number' && typeof most === 'number' ? { least, most } : undefined;
  }

  /** A dry run is free and tells the columns. */
  async function checkColumns(table: TableSpec, sql: string, params: Params): Promise<void> {
    const configuration = { ...queryConfiguration(sql, params), dryRun: true };
    const { metadata } = await jobs.run({ step: `check-${table.name}`, configuration });
    const found = (metadata.statistics?.query?.schema?.fields ?? []).map(({ name = '' }) => name).sort();
    const expected = Object.keys(table.columns).sort();
    if (found.join() !== expected.join()) {
      throw new QueryError(
        `${table.name}: its spec has the columns ${expected.join(', ')}, its SELECT ${found.join(', ')}`,
        sql,
      );
    }
  }

  /** Counting a table's rows is free. */
  const countRows = (table: TableSpec) => scalar(`SELECT COUNT(*) AS n FROM ${pathOf(table)}`);

  /** Loads the rows into a staging table, as `upsert` does, and replaces the table by it in one query job. */
  async function materializeRows(table: TableSpec, rows: readonly Row[]): Promise<{ rows: number }> {
    return withStaged(
      { dataset: datasetOf(table), bucket, jobs, clock },
      table,
      rows,
      async ({ name, contents }) => {
        await jobs.run({
          step: `build-${table.name}`,
          configuration: into(table, queryConfiguration(typedSelect(table, pathOf({ ...table, name })))),
          identity: contents,
        });
        await describeResult(datasetOf(table), table);
        return { rows: await countRows(table) };
      },
    );
  }

  return {
    async upsert(table, rows) {
      if (!described.has(table.name)) await createOrDescribe(datasetOf(table), table);
      described.add(table.name);
      const first = await takeFirst(rows);
      if (first === undefined) return { inserted: 0, updated: 0 };
      return withStaged(
        { dataset: datasetOf(table), bucket, jobs, clock },
        table,
        first,
        async ({ name, contents }) => {
          const badKeys = await scalar(badKeysSql(table, name));
          if (badKeys > 0)
            throw new Error(`${badKeys} keys repeat or are null in the rows for ${table.name}`);
          const { metadata } = await jobs.run({
            step: `merge-${table.name}`,
            configuration: queryConfiguration(mergeSql(table, name, await boundsOf(table, name))),
            identity: contents,
          });
          const { insertedRowCount, updatedRowCount } = metadata.statistics?.query?.dmlStats ?? {};
          return { inserted: Number(insertedRowCount ?? 0), updated: Number(updatedRowCount ?? 0) };
        },
      );
    },

    async materialize(table, source, params = {}) {
      if (typeof source !== 'string') return materializeRows(table, source);
      const sql = source;
      // BigQuery has the memory for the whole table: one slice.
      const all = table.slices === undefined ? params : { ...params, slice: 0, slices: 1 };
      await checkColumns(table, sql, all);
      const select = typedSelect(table, `(\n${sql}\n)`);
      if (table.dataset !== undefined) await createDataset(datasetOf(table));
      await jobs.run({
        step: `build-${table.name}`,
        configuration:
          table.view === true
            ? queryConfiguration(`CREATE OR REPLACE VIEW ${pathOf(table)} AS ${select}`)
            : into(table, queryConfiguration(select, all)),
        identity: JSON.stringify([sql, all]),
      });
      await describeResult(datasetOf(table), table);
      return { rows: table.view === true ? 0 : await countRows(table) };
    },

    query,

    async extract(table, prefix) {
      await jobs.run({
        step: `extract-${table.name}`,
        configuration: {
          extract: {
            sourceTable: tableId(table),
            destinationUris: [`gs://${bucket.name}/${prefix}*.json.gz`],
            destinationFormat: 'NEWLINE_DELIMITED_JSON',
            compression: 'GZIP',
          },
        },
        identity: prefix,
      });
      return gcsStorage(bucket).list(prefix);
    },

    bytesBilled: jobs.bytesBilled,
  };
}

/** The rows again, their first one already taken; undefined when there is none, so that nothing need be loaded. */
async function takeFirst(rows: AsyncIterable<Row> | Iterable<Row>): Promise<AsyncIterable<Row> | undefined> {
  const iterator = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  const first = await iterator.next();
  if (first.done === true) return undefined;
  return (async function* () {
    try {
      yield first.value;
      for (;;) {
        const next = await iterator.next();
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  })();
}

/** The columns of the spec, in its types: a column of nothing but NULL has none by itself. */
function typedSelect({ columns }: TableSpec, from: string): string {
  const casts = Object.entries(columns).map(
    ([column, { type }]) => `CAST(\`${column}\` AS ${type}) AS \`${column}\``,
  );
  return `SELECT ${casts.join(', ')} FROM ${from}`;
}
