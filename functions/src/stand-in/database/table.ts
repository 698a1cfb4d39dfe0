import { type Column, createColumn } from './column.ts';

/** Field → JSON text of its value. */
export type JsonFields = ReadonlyMap<string, string>;

/** The rows of one endpoint. */
export interface Table {
  readonly endpoint: string;
  readonly columns: ReadonlyMap<string, Column>;
  /** Adds a record, or replaces the one with this id. */
  put(id: number, fields: JsonFields): void;
  /** Undefined when there is no record with this id. */
  rowOf(id: number): number | undefined;
  /** The record with this id; undefined when there is none. */
  get(id: number): JsonFields | undefined;
  /** Ids in ascending order, and the row of each. */
  inOrder(): { ids: Float64Array; rows: Uint32Array };
}

export function createTable(endpoint: string): Table {
  const columns = new Map<string, Column>();
  /** Rows that were replaced are in the columns still, but not here. */
  const rowById = new Map<number, number>();
  let rows = 0;
  let order: { ids: Float64Array; rows: Uint32Array } | undefined;

  const put = (id: number, fields: JsonFields) => {
    const row = rows;
    rows += 1;
    for (const [name, json] of fields) {
      let column = columns.get(name);
      if (column === undefined) columns.set(name, (column = createColumn()));
      column.set(row, json);
    }
    rowById.set(id, row);
    order = undefined;
  };

  const get = (id: number) => {
    const row = rowById.get(id);
    if (row === undefined) return undefined;
    const fields = new Map<string, string>();
    for (const [name, column] of columns) {
      const json = column.json(row);
      if (json !== undefined) fields.set(name, json);
    }
    return fields;
  };

  const inOrder = () => {
    if (order !== undefined) return order;
    const ids = Float64Array.from(rowById.keys()).sort();
    order = { ids, rows: Uint32Array.from(ids, (id) => rowById.get(id) ?? 0) };
    return order;
  };

  return {
    endpoint,
    columns,
    put,
    get,
    rowOf: (id) => rowById.get(id),
    inOrder,
  };
}
