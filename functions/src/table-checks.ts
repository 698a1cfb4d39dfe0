import type { TableSpec } from './warehouse.ts';

/**
 * What a table's spec promises, as a SELECT of the rows that break it: keys are unique and without NULL, required columns
 * are never NULL. Undefined for a view, whose tables have checks of their own.
 */
export function tableCheck({ name, key, columns, view }: TableSpec): string | undefined {
  if (view === true) return undefined;
  const required = Object.keys(columns).filter(
    (column) => columns[column]?.required === true && !key.includes(column),
  );
  const broken = [
    'COUNT(*) > 1',
    ...key.map((column) => `${column} IS NULL`),
    ...required.map((column) => `COUNT(${column}) < COUNT(*)`),
  ];
  const keys = key.join(', ');
  return `SELECT ${keys}, COUNT(*) AS times\nFROM ${name}\nGROUP BY ${keys}\nHAVING ${broken.join(' OR ')}`;
}
