import type { Row, TableSpec, Warehouse } from '@playkin/functions/src/warehouse.ts';

/** Replaces the table by these rows; columns that they leave out are null. */
export async function fillTable(warehouse: Warehouse, table: TableSpec, rows: Row[]): Promise<void> {
  const known = Object.keys(table.columns);
  const unknown = rows.flatMap(Object.keys).find((column) => !known.includes(column));
  if (unknown !== undefined) throw new Error(`The table ${table.name} has no column ${unknown}`);
  // Without the parameters of a table that is built in slices, which this SELECT does not have.
  const { name, description, key, columns } = table;
  const nulls = known.map((column) => `NULL AS ${column}`).join(', ');
  await warehouse.materialize(
    { name, description, key, columns },
    `SELECT ${nulls} FROM (SELECT 1 AS one) WHERE one = 0`,
  );
  await warehouse.upsert(table, rows);
}
