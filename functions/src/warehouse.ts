/** GoogleSQL's names. INT64 must stay within ±2^53: rows carry it as a number. */
export type ColumnType = 'INT64' | 'FLOAT64' | 'STRING' | 'BOOL' | 'TIMESTAMP' | 'DATE';

export interface ColumnSpec {
  type: ColumnType;
  description: string;
  /**
   * Never null. Default: nullable. A table that is upserted into declares it; in one that a SELECT builds, whose result
   * engines take as nullable, the data checks find it (tableCheck in similarity/steps.ts).
   */
  required?: boolean;
}

/** One table or view: what it is called, what a row is, how it is laid out. */
export interface TableSpec {
  name: string;
  /** Default: `igdb`, which is also what statements mean by a name without a dataset. */
  dataset?: 'igdb_analytics';
  /**
   * Its SELECT is kept instead of its rows, and reads what its tables hold when it is queried. It names them with their
   * dataset (`igdb.games`): engines do not take a view's names from the dataset that the statement creating it ran in. It takes
   * no parameters. Default: a table.
   */
  view?: true;
  description: string;
  /** Columns that identify a row. */
  key: string[];
  columns: Record<string, ColumnSpec>;
  partition?: PartitionSpec;
  /** At most four columns (BigQuery's limit), most selective first. */
  cluster?: string[];
  /** Why it is partitioned and clustered this way: the queries it is for. */
  layout?: string;
  /**
   * The SELECT reads the parameters `@slice` and `@slices` and gives the rows of one slice of the table. An engine that has
   * only one machine's memory builds that many slices one after the other. Those of functions/sql are for all of IGDB's games;
   * `slicesFor` makes fewer of them for a smaller catalogue.
   */
  slices?: number;
  /**
   * With `slices`: as many slices are built by an engine that bounds a statement's CPU time by the bytes it is billed for. A
   * slice is billed as the whole is and needs a part of the time; `npm run bench -- cost` says how many are needed. Default: 1.
   */
  onDemandSlices?: number;
}

/**
 * By day of a DATE or TIMESTAMP column, or by ranges of an INT64 column. Engines that bill what a statement reads skip
 * only the partitions that it excludes by literals: an upsert saves by the partitions of a key's column where its statement
 * bounds that column by the extremes of its rows.
 */
export type PartitionSpec =
  /** `expirationDays`: a partition is deleted that many days after its day, where the engine can. Default: never. */
  | { column: string; by: 'day'; expirationDays?: number }
  | { column: string; by: 'range'; start: number; end: number; interval: number };

/** INT64 and FLOAT64 as number; TIMESTAMP and DATE as ISO 8601 text, UTC (2017-02-24T00:00:00.000Z, 2017-02-24). */
export type Value = string | number | boolean | null;
export type Row = Record<string, Value>;
export type Params = Record<string, string | number | boolean>;

export interface UpsertCounts {
  inserted: number;
  updated: number;
}

/** Tables of rows and GoogleSQL. Contract: tests/support/warehouse-contract.ts. */
export interface Warehouse {
  /**
   * Inserts the rows whose key is new and replaces those whose key is there, all or none, creating the table when it
   * does not exist. Keys must not repeat within `rows`. A second call with the same rows changes nothing: rows equal
   * in every column are counted as neither inserted nor updated.
   */
  upsert(table: TableSpec, rows: AsyncIterable<Row> | Iterable<Row>): Promise<UpsertCounts>;
  /**
   * Replaces the table by the result of one SELECT, or by these rows, atomically; of a view, the SELECT (0 rows). The result's
   * columns must be those of the spec. Makes the dataset when it does not exist.
   */
  materialize(table: TableSpec, source: string | readonly Row[], params?: Params): Promise<{ rows: number }>;
  /** Rows of a SELECT; named parameters are written `@name`. */
  query(sql: string, params?: Params): AsyncIterable<Row>;
  /** Writes the table as gzip NDJSON objects under `prefix` in storage and returns their paths. */
  extract(table: TableSpec, prefix: string): Promise<string[]>;
}

/** A statement the warehouse refused. */
export class QueryError extends Error {
  override name = 'QueryError';
  readonly sql: string;

  constructor(message: string, sql: string, options?: ErrorOptions) {
    super(message, options);
    this.sql = sql;
  }
}

/** Another process has the warehouse open. */
export class BusyError extends Error {
  override name = 'BusyError';
}

/** What the warehouse is kept in cannot be read. */
export class DamagedError extends Error {
  override name = 'DamagedError';
  readonly file: string;
  /** False for a file that never was a warehouse. */
  readonly isDatabase: boolean;

  constructor(message: string, damaged: { file: string; isDatabase: boolean }, options?: ErrorOptions) {
    super(message, options);
    this.file = damaged.file;
    this.isDatabase = damaged.isDatabase;
  }
}

/** There is no room to write to. */
export class DiskFullError extends Error {
  override name = 'DiskFullError';
}

/** What the warehouse is kept in may not be written. */
export class AccessError extends Error {
  override name = 'AccessError';
}

/** A statement needs more of something than it may take. */
export class LimitError extends Error {
  override name = 'LimitError';
  readonly resource: 'memory' | 'temporary space';

  constructor(resource: LimitError['resource'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.resource = resource;
  }
}
