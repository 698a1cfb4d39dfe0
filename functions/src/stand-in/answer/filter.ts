import { createTest } from './compare.ts';
import type { Database } from '../database/database.ts';
import { createFieldReader } from '../database/field-reader.ts';
import type { Comparison, Condition } from '../query/query.ts';
import type { Table } from '../database/table.ts';

export type RowFilter = (row: number) => boolean;

export function createFilter(database: Database, table: Table, condition: Condition): RowFilter {
  if (condition.kind === 'comparison') return comparisonFilter(database, table, condition);
  const filters = condition.conditions.map((part) => createFilter(database, table, part));
  return condition.kind === 'and'
    ? (row) => filters.every((filter) => filter(row))
    : (row) => filters.some((filter) => filter(row));
}

function comparisonFilter(database: Database, table: Table, comparison: Comparison): RowFilter {
  const quick = numberFilter(table, comparison);
  if (quick !== undefined) return quick;
  const read = createFieldReader(database, table, comparison.path);
  const test = createTest(comparison);
  return (row) => test(read(row));
}

/** The same over a column of numbers, some 20 times quicker: a full crawl asks it of every row for every page. */
function numberFilter(table: Table, { path, operator, negated, operand }: Comparison): RowFilter | undefined {
  const [field = '', ...rest] = path;
  const numbers = rest.length === 0 ? table.columns.get(field)?.numbers() : undefined;
  if (numbers === undefined) return undefined;
  const at = (row: number) => numbers[row] ?? NaN;

  if (
    operand.kind === 'set' &&
    operand.bracket === '(' &&
    operand.members.every((m) => typeof m === 'number')
  ) {
    const members = new Set<unknown>(operand.members);
    return (row) => !Number.isNaN(at(row)) && members.has(at(row)) !== negated;
  }
  if (operand.kind !== 'literal' || typeof operand.value !== 'number') return undefined;
  const wanted = operand.value;
  switch (operator) {
    case '=':
    case '~':
      return negated ? (row) => !Number.isNaN(at(row)) && at(row) !== wanted : (row) => at(row) === wanted;
    case '>':
      return (row) => at(row) > wanted;
    case '>=':
      return (row) => at(row) >= wanted;
    case '<':
      return (row) => at(row) < wanted;
    case '<=':
      return (row) => at(row) <= wanted;
  }
}
