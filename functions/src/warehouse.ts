/** GoogleSQL's names. INT64 must stay within ±2^53: rows carry it as a number. */
export type ColumnType = 'INT64' | 'FLOAT64' | 'STRING' | 'BOOL' | 'TIMESTAMP' | 'DATE';

export interface ColumnSpec {
  type: ColumnType;
  description: string;
  /** Default: nullable. */
  required?: boolean;
}

/** One table of the dataset: what it is called, what a row is, how it is laid out. */
export interface TableSpec {
  name: string;
  description: string;
  /** Columns that identify a row. */
  key: string[];
  columns: Record<string, ColumnSpec>;
  partition?: PartitionSpec;
  /** At most four columns (BigQuery's limit), most selective first. */
  cluster?: string[];
  /**
   * The SELECT reads the parameters `@slice` and `@slices` and gives the rows of one slice of the table. An engine that has
   * only one machine's memory builds that many slices one after the other; the others build one.
   */
  slices?: number;
}

/** By day of a DATE or TIMESTAMP column, or by ranges of an INT64 column. */
export type PartitionSpec =
  | { column: string; by: 'day' }
  | { column: string; by: 'range'; start: number; end: number; interval: number };

/** INT64 and FLOAT64 as number; TIMESTAMP and DATE as ISO 8601 text, UTC (2017-02-24T00:00:00.000Z, 2017-02-24). */
export type Value = string | number | boolean | null;
export type Row = Record<string, Value>;
export type Params = Record<string, string | number | boolean>;

export interface UpsertCounts {
  inserted: number;
  updated: number;
}

/** Tables of rows and GoogleSQL. Contract: tests/contracts/warehouse.ts. */
export interface Warehouse {
  /**
   * Inserts the rows whose key is new and replaces those whose key is there, all or none, creating the table when it
   * does not exist. Keys must not repeat within `rows`. A second call with the same rows changes nothing: rows equal
   * in every column are counted as neither inserted nor updated.
   */
  upsert(table: TableSpec, rows: AsyncIterable<Row> | Iterable<Row>): Promise<UpsertCounts>;
  /** Replaces the table by the result of one SELECT, atomically. The result's columns must be those of the spec. */
  materialize(table: TableSpec, sql: string, params?: Params): Promise<{ rows: number }>;
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
