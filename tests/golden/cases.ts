import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Row } from '@playkin/functions/src/warehouse.ts';
import type { GameRecord } from '../support/memory-warehouse.ts';

/** A folder `<step>/<case>`; README.md in tests/golden says what lies in it. */
export interface GoldenCase {
  folder: string;
  /** A table that a step builds, or `export-` and the name of an export. */
  step: string;
  /** What it shows, one line. */
  note: string;
  records: GameRecord[];
  /** Rows of tables that are given, not built. */
  given: Map<string, Row[]>;
  /** Undefined in a new case. */
  expected: Row[] | undefined;
}

const foldersIn = (folder: string) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

/** Every case below the folder. */
export const findCases = (root: string): GoldenCase[] =>
  foldersIn(root).flatMap((step) => foldersIn(join(root, step)).map((name) => readCase(root, step, name)));

/** In place of the rows of a table, expected.jsonl and actual.jsonl are results. */
const RESULTS = ['expected.jsonl', 'actual.jsonl'];

function readCase(root: string, step: string, name: string): GoldenCase {
  const folder = join(root, step, name);
  const fixtures = readdirSync(folder).filter((file) => file.endsWith('.jsonl') && !RESULTS.includes(file));
  const given = fixtures
    .filter((file) => file !== 'input.jsonl')
    .map((file): [string, Row[]] => [basename(file, '.jsonl'), readRows(join(folder, file)) ?? []]);
  return {
    folder,
    step,
    note: readFileSync(join(folder, 'case.md'), 'utf8').trim(),
    records: readRows<GameRecord>(join(folder, 'input.jsonl')) ?? [],
    given: new Map(given),
    expected: readRows(join(folder, 'expected.jsonl')),
  };
}

/** The objects of a JSON Lines file; undefined when it is not there. */
function readRows<T = Row>(file: string): T[] | undefined {
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as T);
}

export const toLines = (rows: Row[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
