import type { Row, TableSpec } from '../../warehouse.ts';

const name = (identifier: string) => `\`${identifier}\``;

/** The table in a statement. */
export const pathOf = (table: TableSpec): string =>
  table.dataset === undefined ? name(table.name) : `${name(table.dataset)}.${name(table.name)}`;

/** Keys that the staging table has more than once, or NULL, of which a MERGE could make a duplicate. */
export function badKeysSql(table: TableSpec, staging: string): string {
  const keys = table.key.map(name).join(', ');
  const isNull = table.key.map((column) => `${name(column)} IS NULL`).join(' OR ');
  return `SELECT COUNT(*) AS bad_keys
FROM (SELECT ${keys} FROM ${pathOf({ ...table, name: staging })} GROUP BY ${keys} HAVING COUNT(*) > 1 OR ${isNull})`;
}

/** Least and largest partitioning number of the staging table, where the table is partitioned by ranges of its key. */
export function boundsSql(table: TableSpec, staging: string): string | undefined {
  const { partition } = table;
  if (partition?.by !== 'range' || !table.key.includes(partition.column)) return undefined;
  const column = name(partition.column);
  return `SELECT MIN(${column}) AS least, MAX(${column}) AS most FROM ${pathOf({ ...table, name: staging })}`;
}

/**
 * One row as a source of a MERGE, by parameters named after their columns' places (`@c0`). Of NULLs BigQuery would want the
 * types spelled out beside the values; they are in the text.
 */
export const rowSource = ({ columns }: TableSpec, row: Row): string =>
  `(SELECT ${Object.entries(columns)
    .map(([column, { type }], i) => {
      const value = (row[column] ?? null) === null ? 'NULL' : `@c${i}`;
      return `CAST(${value} AS ${type}) AS ${name(column)}`;
    })
    .join(', ')})`;

export interface Bounds {
  least: number;
  most: number;
}

/**
 * One statement that makes the table have the source's rows and leaves alone those that it has already.
 * @param source a table's path, or a query in parentheses
 * @param bounds of the staged partitioning numbers. BigQuery reads only the partitions that a constant condition leaves; a
 * MERGE without one reads all of the table.
 */
export function mergeSql(table: TableSpec, source: string, bounds?: Bounds): string {
  const columns = Object.keys(table.columns);
  const others = columns.filter((column) => !table.key.includes(column));
  const onKey = table.key.map((column) => `t.${name(column)} = s.${name(column)}`);
  if (bounds !== undefined && table.partition !== undefined) {
    onKey.push(`t.${name(table.partition.column)} BETWEEN ${bounds.least} AND ${bounds.most}`);
  }
  const differs = others.map((column) => `t.${name(column)} IS DISTINCT FROM s.${name(column)}`).join(' OR ');
  const set = others.map((column) => `${name(column)} = s.${name(column)}`).join(', ');
  return [
    `MERGE ${pathOf(table)} AS t USING ${source} AS s ON ${onKey.join(' AND ')}`,
    ...(others.length > 0 ? [`WHEN MATCHED AND (${differs}) THEN UPDATE SET ${set}`] : []),
    `WHEN NOT MATCHED THEN INSERT (${columns.map(name).join(', ')})`,
    `VALUES (${columns.map((column) => `s.${name(column)}`).join(', ')})`,
  ].join('\n');
}
