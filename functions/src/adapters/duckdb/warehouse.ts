import { createReadStream, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type DuckDBResult, StatementType } from '@duckdb/node-api';
import type { Storage } from '../../storage.ts';
import { SQL_DIR } from '../../tables.ts';
import {
  type ColumnSpec,
  type Params,
  QueryError,
  type Row,
  type TableSpec,
  type Warehouse,
} from '../../warehouse.ts';
import { fromDuckDbError } from './errors.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { appendValue, fromDuckDb } from './values.ts';

export interface DuckDbOptions {
  /**
   * Database file, made when it is not there, or `:memory:`. It is attached as `igdb`, so that `games` and `igdb.games` both
   * name its table, as they do in BigQuery. One process at a time may have it open for writing.
   */
  path: string;
  /** Where `extract` writes. */
  storage: Storage;
  /** Memory that DuckDB's buffers may take, as DuckDB spells it ("1GB"); beyond it DuckDB spills to disk. */
  memoryLimit: string;
  /**
   * Disk space that a statement may take for what does not fit into memory, as DuckDB spells it. Default: DuckDB's own, nine tenths
   * of what is free.
   */
  tempLimit?: string;
  /** How many work at once; each needs some of the memory for itself. Default: 4, on however many cores. */
  threads?: number;
  /** Do not write to the database or anywhere else, and let other readers open it: `query` takes one SELECT. Default: false. */
  readOnly?: boolean;
  /** Optimizers of DuckDB that are not to be used, as it spells them. Default: none. */
  disabledOptimizers?: string;
}

export interface DuckDbWarehouse extends Warehouse {
  close(): void;
}

/**
 * Every thread has working memory of its own; with more of them `memoryLimit` would not hold. With one or two, DuckDB 1.5 groups in one
 * hash table, which soon is larger than the processor's caches; with more it groups in parts that fit them: 14 million pairs in
 * half the time, on two cores too.
 */
const THREADS = 4;

/**
 * Rows that DuckDB compresses at a time, outside `memoryLimit`: of its own 122,880, with a payload of one to four kilobytes
 * in each, a checkpoint takes some 200 MB. A multiple of 2,048.
 */
const ROW_GROUP_ROWS = 10_240;

/** An appender keeps up to 204,800 rows, also outside `memoryLimit`, before it writes them. */
const APPENDED_ROWS = 1000;

const DUCKDB_TYPES = {
  INT64: 'BIGINT',
  FLOAT64: 'DOUBLE',
  STRING: 'VARCHAR',
  BOOL: 'BOOLEAN',
  TIMESTAMP: 'TIMESTAMPTZ',
  DATE: 'DATE',
} as const;

const name = (identifier: string) => `"${identifier.replaceAll('"', '""')}"`;
const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
const columnsOf = (table: TableSpec): [string, ColumnSpec][] => Object.entries(table.columns);

/** `@name` outside quotes becomes DuckDB's `$name`. */
const bindNames = (sql: string) =>
  sql.replaceAll(/'(?:[^']|'')*'|--[^\n]*|@(\w+)/g, (found, param: string | undefined) =>
    param === undefined ? found : `$${param}`,
  );

const columnDdl = ([column, { type, required }]: [string, ColumnSpec]) =>
  `${name(column)} ${DUCKDB_TYPES[type]}${required === true ? ' NOT NULL' : ''}`;

const slice = (table: TableSpec, i: number): Params =>
  table.slices === undefined ? {} : { slice: i, slices: table.slices };

/** The analysts' dataset is a schema of the attached database. */
const target = (table: TableSpec) =>
  table.dataset === undefined ? name(table.name) : `${name(table.dataset)}.${name(table.name)}`;

function comments(table: TableSpec): string[] {
  return [
    `COMMENT ON ${table.view === true ? 'VIEW' : 'TABLE'} ${target(table)} IS ${text(table.description)}`,
    ...columnsOf(table).map(
      ([column, { description }]) =>
        `COMMENT ON COLUMN ${target(table)}.${name(column)} IS ${text(description)}`,
    ),
  ];
}

/** The warehouse in one DuckDB file. */
export async function openDuckDb(options: DuckDbOptions): Promise<DuckDbWarehouse> {
  const threads = options.threads ?? THREADS;
  const config: Record<string, string> = {
    memory_limit: options.memoryLimit,
    threads: String(threads),
  };
  // Left alone, an instance in memory spills into the working directory.
  const temporary = options.path === ':memory:' ? undefined : temporaryFolder(options.path);
  if (temporary !== undefined) config['temp_directory'] = temporary.path;
  const instance = await DuckDBInstance.create(':memory:', config);
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
    temporary?.remove();
  };
  try {
    const mode = options.readOnly === true ? 'READ_ONLY' : `ROW_GROUP_SIZE ${ROW_GROUP_ROWS}`;
    await connection.run(`ATTACH ${text(options.path)} AS igdb (${mode})`);
    await connection.run('USE igdb');
    // Given with the configuration it would be shown, but not kept (DuckDB 1.5).
    if (options.tempLimit !== undefined) {
      await connection.run(`SET max_temp_directory_size = ${text(options.tempLimit)}`);
    }
    await connection.run(prelude(options.readOnly === true));
    if (options.disabledOptimizers !== undefined) {
      await connection.run(`SET disabled_optimizers = ${text(options.disabledOptimizers)}`);
    }
  } catch (error) {
    close();
    throw fromDuckDbError(error, { file: options.path });
  }
  const known = (error: unknown, sql: string) => fromDuckDbError(error, { file: options.path, sql });

  const run = async (sql: string, params: Params = {}) => {
    try {
      return await connection.run(bindNames(sql), params);
    } catch (error) {
      throw known(error, sql);
    }
  };
  const stream = async (sql: string, params: Params) => {
    try {
      if (options.readOnly === true) await requireSelect(connection, bindNames(sql));
      return await connection.stream(bindNames(sql), params);
    } catch (error) {
      throw known(error, sql);
    }
  };
  const scalar = async (sql: string) => Number((await (await run(sql)).getRows())[0]?.[0] ?? 0);
  const transaction = async <T>(work: () => Promise<T>): Promise<T> => {
    await run('BEGIN');
    try {
      const result = await work();
      await run('COMMIT');
      return result;
    } catch (error) {
      await connection.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
  };

  /** Puts the rows into a temporary table, gives its name to `use`, and drops it. */
  const withStaged = async <T>(
    table: TableSpec,
    rows: AsyncIterable<Row> | Iterable<Row>,
    use: (staging: string) => Promise<T>,
  ): Promise<T> => {
    const columns = columnsOf(table);
    const staging = name(`staging_${table.name}`);
    await run(`CREATE OR REPLACE TEMP TABLE ${staging} (${columns.map(columnDdl).join(', ')})`);
    try {
      await append(connection, `staging_${table.name}`, columns, rows);
      return await use(staging);
    } finally {
      await run(`DROP TABLE IF EXISTS ${staging}`);
      // The same limit again: it makes DuckDB's allocator give back to the system what is free, which nothing else does.
      await run(`SET memory_limit = ${text(options.memoryLimit)}`);
    }
  };

  const build = async (table: TableSpec, sql: string, params?: Params): Promise<{ rows: number }> => {
    const casts = columnsOf(table).map(
      ([column, { type }]) => `CAST(${name(column)} AS ${DUCKDB_TYPES[type]}) AS ${name(column)}`,
    );
    return transaction(async () => {
      const select = `SELECT ${casts.join(', ')} FROM (${sql}\n)`;
      const { columnCount } = await run(`SELECT * FROM (${sql}\n) LIMIT 0`, {
        ...params,
        ...slice(table, 0),
      });
      if (columnCount !== casts.length) {
        throw new QueryError(
          `${table.name}: its spec has ${casts.length} columns, its SELECT ${columnCount}`,
          sql,
        );
      }
      if (table.dataset !== undefined) await run(`CREATE SCHEMA IF NOT EXISTS ${name(table.dataset)}`);
      const kind = table.view === true ? 'VIEW' : 'TABLE';
      await run(`CREATE OR REPLACE ${kind} ${target(table)} AS ${select}`, {
        ...params,
        ...slice(table, 0),
      });
      for (let i = 1; i < (table.slices ?? 1); i++) {
        await run(`INSERT INTO ${target(table)} ${select}`, { ...params, ...slice(table, i) });
      }
      for (const comment of comments(table)) await run(comment);
      return { rows: table.view === true ? 0 : await scalar(`SELECT COUNT(*) FROM ${target(table)}`) };
    });
  };

  return {
    async upsert(table, rows) {
      await run(
        `CREATE TABLE IF NOT EXISTS ${target(table)} (${columnsOf(table).map(columnDdl).join(', ')})`,
      );
      for (const comment of comments(table)) await run(comment);
      return withStaged(table, rows, async (staging) => {
        const keys = table.key.map(name).join(', ');
        const repeated = await scalar(
          `SELECT COUNT(*) FROM (SELECT 1 FROM ${staging} GROUP BY ${keys} HAVING COUNT(*) > 1)`,
        );
        if (repeated > 0) throw new Error(`${repeated} keys repeat in the rows for ${table.name}`);
        return transaction(async () => {
          const { dropSame, dropReplaced, insert } = upsertSql(table, staging);
          await run(dropSame);
          const updated = (await run(dropReplaced)).rowsChanged;
          const inserted = (await run(insert)).rowsChanged - updated;
          return { inserted, updated };
        });
      });
    },

    materialize: (table, source, params) =>
      typeof source === 'string'
        ? build(table, source, params)
        : withStaged(table, source, (staging) => build(table, `SELECT * FROM ${staging}`)),

    async *query(sql, params = {}) {
      const result = await stream(sql, params);
      try {
        for await (const rows of result.yieldConvertedRowObjects(fromDuckDb)) yield* rows as Row[];
      } catch (error) {
        throw known(error, sql);
      } finally {
        await readToEnd(result);
      }
    },

    async extract(table, prefix) {
      const folder = await mkdtemp(join(tmpdir(), 'extract-'));
      const file = join(folder, 'rows.json.gz');
      const path = `${prefix}000000000000.json.gz`;
      try {
        await run(`COPY ${target(table)} TO ${text(file)} (FORMAT json, COMPRESSION gzip)`);
        await options.storage.write(path, createReadStream(file), { contentType: 'application/gzip' });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
      return [path];
    },

    close,
  };
}

/** The macros live in the database file, so a reader of it, who may not create them, finds them there. */
function prelude(readOnly: boolean): string {
  const sql = readFileSync(join(SQL_DIR, 'duckdb-prelude.sql'), 'utf8');
  return readOnly ? (sql.match(/^SET .*$/gm) ?? []).join('\n') : sql;
}

/**
 * A database that is opened only to be read keeps no statement from writing elsewhere, as COPY and EXPORT do, and of several
 * statements DuckDB answers the last.
 *
 * @throws QueryError for what is not one SELECT, or EXPLAIN of one
 */
async function requireSelect(connection: DuckDBConnection, sql: string): Promise<void> {
  const refuse = (found: string) =>
    new QueryError(`expected one SELECT, since the warehouse is open read-only, found ${found}`, sql);
  const explained = sql.replace(/^\s*EXPLAIN\s+(ANALYZE\s+|\([^()]*\)\s*)?/i, '');
  // DuckDB's own words for it are "Error in native callback".
  if (explained.replaceAll(/--.*|\/\*[^]*?\*\/|[;\s]/g, '') === '') throw refuse('nothing');
  const statements = await connection.extractStatements(explained);
  if (statements.count !== 1) throw refuse(`${statements.count} statements`);
  const statement = await statements.prepare(0);
  const { statementType } = statement;
  statement.destroySync();
  if (statementType !== StatementType.SELECT) throw refuse(StatementType[statementType]);
}

/**
 * A result that its reader left early keeps the file open beyond `close`, until it is garbage: then DuckDB writes its end of the
 * file once more, over what the next to open it has written.
 */
async function readToEnd(result: DuckDBResult): Promise<void> {
  try {
    // Beyond the end, DuckDB gives empty chunks for ever.
    while (((await result.fetchChunk())?.rowCount ?? 0) > 0) continue;
  } catch {
    // It broke off, which ended it too.
  }
}

async function append(
  connection: DuckDBConnection,
  table: string,
  columns: [string, ColumnSpec][],
  rows: AsyncIterable<Row> | Iterable<Row>,
): Promise<void> {
  const appender = await connection.createAppender(table);
  let appended = 0;
  try {
    for await (const row of rows) {
      for (const [column, { type }] of columns) appendValue(appender, type, row[column] ?? null);
      appender.endRow();
      appended += 1;
      if (appended % APPENDED_ROWS === 0) appender.flushSync();
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

/**
 * Not MERGE: it reads all columns of the whole table, whichever rows it changes, and keeps what an update replaces in memory
 * until the checkpoint. Joins that find what to delete read only the range of keys that the rows lie in. They keep in memory
 * what they compare, so texts, which may be long, are compared by their MD5.
 */
function upsertSql(table: TableSpec, staging: string) {
  const sameKey = table.key.map((column) => `t.${name(column)} = s.${name(column)}`).join(' AND ');
  const others = columnsOf(table).filter(([column]) => !table.key.includes(column));
  const compared = [
    ...table.key.map(name),
    ...others.map(([column, { type }]) =>
      type === 'STRING' ? `md5_number(${name(column)}) AS ${name(column)}` : name(column),
    ),
  ].join(', ');
  const same = [
    sameKey,
    ...others.map(([column]) => `t.${name(column)} IS NOT DISTINCT FROM s.${name(column)}`),
  ].join(' AND ');
  const columns = Object.keys(table.columns).map(name).join(', ');
  return {
    dropSame: `DELETE FROM ${staging} WHERE rowid IN (
      SELECT s.staged FROM (SELECT rowid AS staged, ${compared} FROM ${staging}) AS s
      JOIN (SELECT ${compared} FROM ${target(table)}) AS t ON ${same})`,
    dropReplaced: `DELETE FROM ${target(table)} AS t USING ${staging} AS s WHERE ${sameKey}`,
    insert: `INSERT INTO ${target(table)} (${columns}) SELECT ${columns} FROM ${staging}`,
  };
}
