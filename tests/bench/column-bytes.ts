import type { ColumnType, TableSpec, Warehouse } from '@playkin/functions/src/warehouse.ts';

export interface TableSize {
  rows: number;
  /** Logical bytes of each column. */
  columns: Record<string, number>;
}

/** BigQuery's logical bytes of a value: 2 and the UTF-8 for text, 1 for a truth value, 8 for the others; 0 for NULL. */
const bytesSql = (column: string, type: ColumnType): string => {
  if (type === 'STRING') return `COALESCE(SUM(2 + STRLEN(${column})), 0)`;
  return `${type === 'BOOL' ? 1 : 8} * COUNT(${column})`;
};

/** What a table takes in BigQuery, by the rows it has in DuckDB. */
export async function sizeOf(warehouse: Warehouse, { name, columns }: TableSpec): Promise<TableSize> {
  const bytes = Object.entries(columns).map(([column, { type }]) => `${bytesSql(column, type)} AS ${column}`);
  const sql = `SELECT COUNT(*) AS "*", ${bytes.join(', ')} FROM ${name}`;
  const [{ '*': rows = 0, ...sizes } = {}] = await Array.fromAsync(warehouse.query(sql));
  return { rows: Number(rows), columns: sizes as Record<string, number> };
}

export const scaled = ({ rows, columns }: TableSize, factor: number): TableSize => ({
  rows: Math.round(rows * factor),
  columns: Object.fromEntries(
    Object.entries(columns).map(([column, bytes]) => [column, Math.round(bytes * factor)]),
  ),
});

export const totalOf = ({ columns }: TableSize): number =>
  Object.values(columns).reduce((sum, bytes) => sum + bytes, 0);
