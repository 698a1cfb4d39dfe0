import type { HardQuery } from './hard-queries.ts';

/** The ids that a search finds, best first. */
export type SearchIds = (query: string, limit: number) => number[];

/** Where the expected game stands in the list: 1 is first, 0 is nowhere among the first {@link AMONG}. */
export interface Outcome extends HardQuery {
  place: number;
  found: number[];
}

export interface Success {
  kind: string;
  queries: number;
  first: number;
  amongFive: number;
}

const AMONG = 5;

export function outcomes(queries: readonly HardQuery[], search: SearchIds): Outcome[] {
  return queries.map((query) => {
    const found = search(query.query, AMONG);
    return { ...query, found, place: found.findIndex((id) => query.ids.includes(id)) + 1 };
  });
}

/** Counts by kind, in the order of the table, and over all. */
export function successByKind(rows: readonly Outcome[]): Success[] {
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const count = (kind: string, of: readonly Outcome[]): Success => ({
    kind,
    queries: of.length,
    first: of.filter(({ place }) => place === 1).length,
    amongFive: of.filter(({ place }) => place > 0).length,
  });
  return [
    ...kinds.map((kind) =>
      count(
        kind,
        rows.filter((row) => row.kind === kind),
      ),
    ),
    count('all', rows),
  ];
}
