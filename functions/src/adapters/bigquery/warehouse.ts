import type { BigQuery } from '@google-cloud/bigquery';
import type { Bucket } from '@google-cloud/storage';
import type { Clock } from '../../clock.ts';
import {
  type Params,
  QueryError,
  type Row,
  type TableSpec,
  type UpsertCounts,
  type Warehouse,
} from '../../warehouse.ts';
import { type JobConfiguration, type JobOptions, jobRunner } from './jobs.ts';
import { badKeysSql, type Bounds, boundsSql, mergeSql, pathOf, rowSource } from './merge.ts';
import { prepareDataset } from './location.ts';
import { readRows, toQueryParameters } from './values.ts';
import { withStaged } from './staging.ts';
import { createOrDescribe, deleteOtherLayout, describeResult, layoutOf } from './tables.ts';
import { gcsStorage } from '../gcs.ts';

export interface BigQueryOptions extends JobOptions {
  client: BigQuery;
  /** The tables' dataset: `igdb`, as statements that name it call it. Made at `location` when it is not there. */
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
  const { client, bucket, location, clock, sleep, warn } = options;
  const datasetOf = (table: TableSpec) => client.dataset(table.dataset ?? options.dataset, { location });
  const tableId = (table: TableSpec) => ({
    projectId: client.projectId,
    datasetId: table.dataset ?? options.dataset,
    tableId: table.name,
  });
  const jobs = jobRunner(options);
  const described = new Set<string>();
  const prepared = new Map<string, Promise<void>>();

  /** Before the first statement that writes: what only reads finds no dataset, or has seen one written. */
  async function prepare(table: TableSpec): Promise<void> {
    const dataset = datasetOf(table);
    const name = dataset.id ?? '';
    const ready = prepared.get(name) ?? prepareDataset(dataset, bucket, location);
    prepared.set(name, ready);
    await ready;
  }

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

  const into = (
    table: TableSpec,
    { query }: JobConfiguration,
    writeDisposition: 'WRITE_TRUNCATE' | 'WRITE_APPEND',
  ): JobConfiguration => ({
    query: {
      ...query,
      destinationTable: tableId(table),
      createDisposition: 'CREATE_IF_NEEDED',
      writeDisposition,
      ...layoutOf(table),
    },
  });

  async function* query(sql: string, params?: Params): AsyncGenerator<Row> {
    const { job } = await jobs.run({ step: 'query', configuration: queryConfiguration(sql, params) });
    yield* readRows({ client, location, sleep }, job);
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

  async function merge(
    table: TableSpec,
    configuration: JobConfiguration,
    identity: string,
  ): Promise<UpsertCounts> {
    const { metadata } = await jobs.run({ step: `merge-${table.name}`, configuration, identity });
    const { insertedRowCount, updatedRowCount } = metadata.statistics?.query?.dmlStats ?? {};
    return { inserted: Number(insertedRowCount ?? 0), updated: Number(updatedRowCount ?? 0) };
  }

  /** A single row, as a stage keeps of its run again and again, is one statement: no load, no staging table. */
  async function mergeRow(table: TableSpec, row: Row): Promise<UpsertCounts> {
    const nullKeys = table.key.filter((column) => (row[column] ?? null) === null);
    if (nullKeys.length > 0) throw new Error(`${nullKeys.join(', ')} is null in the row for ${table.name}`);
    const params = Object.keys(table.columns).flatMap((column, i) => {
      const value = row[column] ?? null;
      return value === null ? [] : [[`c${i}`, value] as const];
    });
    const at = table.partition?.by === 'range' ? row[table.partition.column] : undefined;
    const bounds = typeof at === 'number' ? { least: at, most: at } : undefined;
    const sql = mergeSql(table, rowSource(table, row), bounds);
    return merge(table, queryConfiguration(sql, Object.fromEntries(params)), JSON.stringify(row));
  }

  /** A dry run is free. @returns the columns of the result */
  async function dryRun(table: TableSpec, query: JobConfiguration): Promise<string[]> {
    const configuration = { ...query, dryRun: true };
    const { metadata } = await jobs.run({ step: `check-${table.name}`, configuration });
    return (metadata.statistics?.query?.schema?.fields ?? []).map(({ name = '' }) => name);
  }

  /** @throws QueryError when the SELECT has other columns than the spec */
  async function checkColumns(table: TableSpec, sql: string, params: Params): Promise<void> {
    const found = (await dryRun(table, queryConfiguration(sql, params))).sort().join(', ');
    const expected = Object.keys(table.columns).sort().join(', ');
    if (found === expected) return;
    throw new QueryError(`${table.name}: its spec has the columns ${expected}, its SELECT ${found}`, sql);
  }

  /** Of what is built again at once: a table that rows are upserted into is refused instead (createOrDescribe). */
  async function makeWay(table: TableSpec): Promise<void> {
    const was = await deleteOtherLayout(datasetOf(table), table);
    if (was !== undefined)
      warn(`Table ${table.name} was ${was}, not what its spec says: it was deleted to be built anew.`);
  }

  /**
   * Slices one after the other into a table of their own, which then takes the place of the table's at once. A slice that
   * fails has added nothing, so it may be tried again.
   */
  async function buildInSlices(table: TableSpec, statements: JobConfiguration[]): Promise<void> {
    const next = { ...table, name: `next_${table.name}` };
    await makeWay(next);
    for (const [i, statement] of statements.entries()) {
      await jobs.run({
        step: `build-${table.name}-${i}`,
        configuration: into(next, statement, i === 0 ? 'WRITE_TRUNCATE' : 'WRITE_APPEND'),
        identity: JSON.stringify(statement),
      });
    }
    await makeWay(table);
    await jobs.run({
      step: `copy-${table.name}`,
      configuration: {
        copy: {
          sourceTable: tableId(next),
          destinationTable: tableId(table),
          createDisposition: 'CREATE_IF_NEEDED',
          writeDisposition: 'WRITE_TRUNCATE',
        },
      },
      identity: JSON.stringify(statements),
    });
    await datasetOf(table).table(next.name).delete({ ignoreNotFound: true });
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
        const statement = queryConfiguration(typedSelect(table, pathOf({ ...table, name })));
        await makeWay(table);
        await jobs.run({
          step: `build-${table.name}`,
          configuration: into(table, statement, 'WRITE_TRUNCATE'),
          identity: contents,
        });
        await describeResult(datasetOf(table), table);
        return { rows: await countRows(table) };
      },
    );
  }

  return {
    async upsert(table, rows) {
      await prepare(table);
      if (!described.has(table.name)) await createOrDescribe(datasetOf(table), table);
      described.add(table.name);
      const { only, all } = await takeOnly(rows);
      if (all === undefined) return only === undefined ? NOTHING : mergeRow(table, only);
      return withStaged(
        { dataset: datasetOf(table), bucket, jobs, clock },
        table,
        all,
        async ({ name, contents }) => {
          const badKeys = await scalar(badKeysSql(table, name));
          if (badKeys > 0)
            throw new Error(`${badKeys} keys repeat or are null in the rows for ${table.name}`);
          const sql = mergeSql(table, pathOf({ ...table, name }), await boundsOf(table, name));
          return merge(table, queryConfiguration(sql), contents);
        },
      );
    },

    async materialize(table, source, params = {}) {
      await prepare(table);
      if (typeof source !== 'string') return materializeRows(table, source);
      const sql = source;
      const { slices, onDemandSlices = 1 } = table;
      const paramsOf = (slice: number): Params =>
        slices === undefined ? params : { ...params, slice, slices: onDemandSlices };
      await checkColumns(table, sql, paramsOf(0));
      const select = typedSelect(table, `(\n${sql}\n)`);
      if (table.view === true) {
        const statement = queryConfiguration(`CREATE OR REPLACE VIEW ${pathOf(table)} AS ${select}`);
        await dryRun(table, statement);
        await makeWay(table);
        await jobs.run({ step: `build-${table.name}`, configuration: statement, identity: sql });
        await describeResult(datasetOf(table), table);
        return { rows: 0 };
      }
      const statementOf = (slice: number) => queryConfiguration(select, paramsOf(slice));
      // What runs is not the text checked before: BigQuery allows some things, such as WITH RECURSIVE, at the top only.
      await dryRun(table, statementOf(0));
      if (onDemandSlices > 1) {
        await buildInSlices(
          table,
          Array.from({ length: onDemandSlices }, (_, slice) => statementOf(slice)),
        );
      } else {
        await makeWay(table);
        await jobs.run({
          step: `build-${table.name}`,
          configuration: into(table, statementOf(0), 'WRITE_TRUNCATE'),
          identity: JSON.stringify([sql, paramsOf(0)]),
        });
      }
      await describeResult(datasetOf(table), table);
      return { rows: await countRows(table) };
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

const NOTHING: UpsertCounts = { inserted: 0, updated: 0 };

/** The only row, where there is but one; else all of them, of which no more than two were taken before. */
async function takeOnly(
  rows: AsyncIterable<Row> | Iterable<Row>,
): Promise<{ only?: Row; all?: AsyncIterable<Row> }> {
  const iterator = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  const first = await iterator.next();
  if (first.done === true) return {};
  const second = await iterator.next();
  if (second.done === true) return { only: first.value };
  const all = (async function* () {
    try {
      yield first.value;
      yield second.value;
      for (;;) {
        const next = await iterator.next();
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  })();
  return { all };
}

/** The columns of the spec, in its types: a column of nothing but NULL has none by itself. */
export function typedSelect({ columns }: TableSpec, from: string): string {
  const casts = Object.entries(columns).map(
    ([column, { type }]) => `CAST(\`${column}\` AS ${type}) AS \`${column}\``,
  );
  return `SELECT ${casts.join(', ')} FROM ${from}`;
}
