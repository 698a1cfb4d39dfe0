import type { Database } from '../database/database.ts';
import { createFieldReader } from '../database/field-reader.ts';
import { createFilter } from './filter.ts';
import { splitIdRange } from '../query/id-range.ts';
import type { Query, Sort } from '../query/query.ts';
import { createRelevance } from './search.ts';
import type { Table } from '../database/table.ts';

/** Rows that a query matches, as far as its limit and offset go. */
export interface FoundRows {
  rows: readonly number[];
  /** All that match, whatever the limit and offset. */
  count: number;
}

/** In the order asked for: by relevance when searching, by id where nothing else is asked or decides. */
export function findRows(database: Database, table: Table, query: Query): FoundRows {
  const { from, to, rest } = splitIdRange(query.where);
  const { ids, rows: all } = table.inOrder();
  const inRange = all.subarray(
    firstAtLeast(ids, from),
    Math.max(firstAtLeast(ids, from), firstAtLeast(ids, to)),
  );
  const matching = rest === undefined ? inRange : inRange.filter(createFilter(database, table, rest));
  const { search, sort, offset, limit } = query;

  const page = (
    rows: ArrayLike<number> & { slice(start: number, end: number): ArrayLike<number> },
  ): FoundRows => ({
    rows: Array.from(rows.slice(offset, offset + limit)),
    count: rows.length,
  });
  if (search === undefined && (sort === undefined || isById(sort))) {
    return page(sort?.descending === true ? matching.toReversed() : matching);
  }
  const found = search === undefined ? Array.from(matching) : byRelevance(database, table, search, matching);
  return page(sort === undefined ? found : sorted(database, table, sort, found));
}

const isById = ({ path }: Sort) => path.length === 1 && path[0] === 'id';

/** Position of the first id that is not below `bound`. */
function firstAtLeast(ids: Float64Array, bound: number): number {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? Infinity) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

function byRelevance(database: Database, table: Table, text: string, rows: Iterable<number>): number[] {
  const relevance = createRelevance(database, table, text);
  const scored = Array.from(rows, (row) => ({ row, score: relevance(row) })).filter(({ score }) => score > 0);
  return scored.sort((a, b) => b.score - a.score).map(({ row }) => row);
}

/** By the first value at the path; rows without one come last in either direction, and equal ones keep their order. */
function sorted(
  database: Database,
  table: Table,
  { path, descending }: Sort,
  rows: readonly number[],
): number[] {
  const read = createFieldReader(database, table, path);
  const keyed = rows.map((row) => ({ row, key: read(row)[0] }));
  const sign = descending ? -1 : 1;
  return keyed.sort((a, b) => compareKeys(a.key, b.key, sign)).map(({ row }) => row);
}

function compareKeys(a: unknown, b: unknown, sign: number): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  const [textA, textB] = [String(a), String(b)];
  return textA === textB ? 0 : textA < textB ? -sign : sign;
}
