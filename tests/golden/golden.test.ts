import { rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DuckDbWarehouse } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { openMemory } from '../support/memory-warehouse.ts';
import { build, plain, STEP_NAMES } from './build.ts';
import { findCases, toLines } from './cases.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const cases = findCases(import.meta.dirname);

let warehouse: DuckDbWarehouse;
beforeAll(async () => {
  warehouse = await openMemory();
});
afterAll(() => {
  warehouse.close();
});

test('every folder of cases is named after a table or an export', () => {
  expect(cases.map(({ step }) => step).filter((step) => !STEP_NAMES.includes(step))).toEqual([]);
});

for (const golden of cases) {
  test(`${golden.step}: ${golden.note}`, async () => {
    const actual = await build(warehouse, golden);
    const actualFile = join(golden.folder, 'actual.jsonl');
    const expectedFile = join(golden.folder, 'expected.jsonl');
    writeFileSync(actualFile, toLines(actual));
    const accept = `mv ${relative(ROOT, actualFile)} ${relative(ROOT, expectedFile)}`;
    expect(actual, `To accept what came out: ${accept}`).toEqual(golden.expected?.map(plain));
    rmSync(actualFile);
  });
}
