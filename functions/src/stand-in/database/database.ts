import { isEndpoint } from './schema.ts';
import { createTable, type Table } from './table.ts';

/** A table for each endpoint of IGDB's, most of them empty: records are kept apart and refer to each other by id. */
export interface Database {
  /** Undefined for what is no endpoint. */
  table(endpoint: string): Table | undefined;
}

export function createDatabase(): Database {
  const tables = new Map<string, Table>();
  return {
    table: (endpoint) => {
      const known = tables.get(endpoint);
      if (known !== undefined || !isEndpoint(endpoint)) return known;
      const table = createTable(endpoint);
      tables.set(endpoint, table);
      return table;
    },
  };
}
