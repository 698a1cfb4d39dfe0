import type { Dataset, Table, TableMetadata } from '@google-cloud/bigquery';
import type { PartitionSpec, TableSpec } from '../../warehouse.ts';

/** The REST API's names for what GoogleSQL calls FLOAT64, INT64 and BOOL; it takes both, but answers these. */
const REST_TYPES = {
  INT64: 'INTEGER',
  FLOAT64: 'FLOAT',
  STRING: 'STRING',
  BOOL: 'BOOLEAN',
  TIMESTAMP: 'TIMESTAMP',
  DATE: 'DATE',
} as const;
const HTTP_CONFLICT = 409;
const DAY_MS = 86_400_000;
const isConflict = (error: unknown) => (error as { code?: unknown }).code === HTTP_CONFLICT;

/** How a table's rows lie: the part that a table and a query job's destination have in common. */
export interface Layout {
  clustering?: { fields: string[] };
  timePartitioning?: { type: 'DAY'; field: string; expirationMs?: string };
  rangePartitioning?: { field: string; range: { start: string; end: string; interval: string } };
}

export const layoutOf = ({ cluster, partition }: TableSpec): Layout => ({
  ...(cluster !== undefined && { clustering: { fields: cluster } }),
  ...(partition !== undefined && partitioning(partition)),
});

function partitioning(spec: PartitionSpec): Layout {
  if (spec.by === 'day') {
    const { column, expirationDays } = spec;
    const expiry = expirationDays !== undefined && { expirationMs: String(expirationDays * DAY_MS) };
    return { timePartitioning: { type: 'DAY', field: column, ...expiry } };
  }
  const { start, end, interval } = spec;
  const range = { start: String(start), end: String(end), interval: String(interval) };
  return { rangePartitioning: { field: spec.column, range } };
}

/** The columns; `required` is kept only where rows are loaded, as a query's result is nullable throughout. */
export const schemaOf = ({ columns }: TableSpec, { required }: { required: boolean }) => ({
  fields: Object.entries(columns).map(([name, column]) => ({
    name,
    type: REST_TYPES[column.type],
    description: column.description,
    mode: required && column.required === true ? 'REQUIRED' : 'NULLABLE',
  })),
});

/** Makes the dataset when it is not there. */
export async function createDataset(dataset: Dataset): Promise<void> {
  if ((await dataset.exists())[0]) return;
  try {
    await dataset.create();
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}

/** Makes the table, or gives one that is there the spec's descriptions and new columns. */
export async function createOrDescribe(dataset: Dataset, table: TableSpec): Promise<void> {
  const schema = schemaOf(table, { required: true });
  const { description } = table;
  try {
    await dataset.createTable(table.name, { description, schema, ...layoutOf(table) });
  } catch (error) {
    if (!isConflict(error)) throw error;
    await describe(dataset.table(table.name), { description, schema });
  }
}

/** Gives what a query made its descriptions. */
export const describeResult = (dataset: Dataset, table: TableSpec): Promise<void> =>
  describe(dataset.table(table.name), {
    description: table.description,
    schema: schemaOf(table, { required: false }),
  });

async function describe(table: Table, metadata: TableMetadata): Promise<void> {
  await table.setMetadata(metadata);
}
