import type { Dataset, Table, TableMetadata } from '@google-cloud/bigquery';
import type { PartitionSpec, TableSpec } from '../../warehouse.ts';

const HTTP_NOT_FOUND = 404;
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
    type: column.type,
    description: column.description,
    mode: required && column.required === true ? 'REQUIRED' : 'NULLABLE',
  })),
});

/**
 * Makes the table, or gives one that is there the spec's descriptions and new columns.
 * @throws Error when the table that is there is laid out otherwise: its rows exist nowhere else, so it is never deleted
 */
export async function createOrDescribe(dataset: Dataset, table: TableSpec): Promise<void> {
  const schema = schemaOf(table, { required: true });
  const { description } = table;
  try {
    await dataset.createTable(table.name, { description, schema, ...layoutOf(table) });
  } catch (error) {
    if (!isConflict(error)) throw error;
    const found = await readMetadata(dataset.table(table.name));
    if (found !== undefined && layoutInWords(found) !== layoutInWords(layoutOf(table))) {
      throw new Error(
        `Table ${table.name} is ${layoutInWords(found)}, its spec says ${layoutInWords(layoutOf(table))}. BigQuery cannot change ` +
          'that in place, and what was ingested is never deleted: copy it into a table of the new layout by hand, or take the ' +
          'change to the spec back.',
        { cause: error },
      );
    }
    await describe(dataset.table(table.name), { description, schema });
  }
}

/**
 * Deletes the table when what is there cannot be replaced by the result of a query, because it is laid out otherwise or is
 * a view instead of a table. Only for what a SELECT builds again at once.
 * @returns what it was, in words; undefined when nothing was deleted
 */
export async function deleteOtherLayout(dataset: Dataset, table: TableSpec): Promise<string | undefined> {
  const live = dataset.table(table.name);
  const found = await readMetadata(live);
  if (found === undefined) return undefined;
  const [was, wanted] = [
    layoutInWords(found),
    table.view === true ? 'a view' : layoutInWords(layoutOf(table)),
  ];
  if (was === wanted) return undefined;
  await live.delete({ ignoreNotFound: true });
  return was;
}

/** Undefined when there is no such table. */
async function readMetadata(table: Table): Promise<TableMetadata | undefined> {
  try {
    return ((await table.getMetadata()) as [TableMetadata, unknown])[0];
  } catch (error) {
    if ((error as { code?: unknown }).code === HTTP_NOT_FOUND) return undefined;
    throw error;
  }
}

/**
 * What a table must have in common with another to be replaced by it. A partition's expiry can be changed in place.
 * BigQuery of others: "Incompatible table partitioning specification".
 */
function layoutInWords({ type, clustering, timePartitioning, rangePartitioning }: TableMetadata): string {
  if (type === 'VIEW') return 'a view';
  const days =
    timePartitioning && `partitioned by ${timePartitioning.type ?? ''} of ${timePartitioning.field ?? ''}`;
  const { start, end, interval } = rangePartitioning?.range ?? {};
  const ranges =
    rangePartitioning && `partitioned by ${rangePartitioning.field ?? ''} in ${start}–${end} by ${interval}`;
  const fields = clustering?.fields ?? [];
  const clusters = fields.length > 0 ? `clustered by ${fields.join(', ')}` : 'not clustered';
  return `${days ?? ranges ?? 'not partitioned'} and ${clusters}`;
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
