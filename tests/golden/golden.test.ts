import { rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DuckDbWarehouse } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { openMemory } from '../support/memory-warehouse.ts';
import { build, plain, STEP_NAMES } from './build.ts';
import { actualFile, findCases, withExpected } from './cases.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const cases = findCases(import.meta.dirname);

let warehouse: DuckDbWarehouse;
beforeAll(async () => {
  warehouse = await openMemory();
});
afterAll(() => {
  warehouse.close();
});

test('every case lies where the SQL that it tests lies in functions/sql', () => {
  expect(cases.length).toBeGreaterThan(50);
  expect(cases.filter(({ step }) => !STEP_NAMES.includes(step)).map(({ file }) => file)).toEqual([]);
});

for (const golden of cases) {
  test(`${golden.step}: ${golden.description}`, async () => {
    const file = join(import.meta.dirname, golden.file);
    const rows = await build(warehouse, golden);
    writeFileSync(actualFile(file), withExpected(file, rows));
    const accept = `mv ${relative(ROOT, actualFile(file))} ${relative(ROOT, file)}`;
    expect(rows, `To accept what came out: ${accept}`).toEqual(golden.expected?.map(plain));
    rmSync(actualFile(file));
  });
}
