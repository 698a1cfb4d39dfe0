import type { Params, TableSpec, Warehouse } from '@playkin/functions/src/warehouse.ts';

/** The columns that a statement reads of each table. */
export type ColumnsRead = Map<string, Set<string>>;

interface PlanNode {
  name: string;
  children: PlanNode[];
  extra_info: { Table?: string; Projections?: string | string[]; Filters?: string | string[] };
}

/** The optimizer to disable: with it DuckDB would find out from a table's least and greatest values that a check finds nothing, and not read it. */
export const STATISTICS = 'statistics_propagation';

/**
 * The columns that a statement reads, by DuckDB's plan of it: like BigQuery it reads those only that the result depends on.
 * Each counts once, however often the statement reads it.
 */
export async function columnsRead(
  warehouse: Warehouse,
  tables: TableSpec[],
  sql: string,
  params: Params,
): Promise<ColumnsRead> {
  const named = Object.entries(params).filter(([name]) => sql.includes(`@${name}`));
  const [row] = await Array.fromAsync(
    warehouse.query(`EXPLAIN (FORMAT json) ${sql}`, Object.fromEntries(named)),
  );
  const read: ColumnsRead = new Map();
  const visit = ({ extra_info: info, children }: PlanNode) => {
    for (const child of children) visit(child);
    const spec = tables.find(({ name }) => name === info.Table?.split('.').at(-1));
    if (spec === undefined) return;
    const words = new Set([info.Projections ?? [], info.Filters ?? []].flat().join(' ').split(/\W+/));
    const columns = Object.keys(spec.columns).filter((column) => words.has(column));
    read.set(spec.name, new Set([...(read.get(spec.name) ?? []), ...columns]));
  };
  for (const node of JSON.parse(String(row?.['explain_value'])) as PlanNode[]) visit(node);
  return read;
}
