import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Document, isMap, isSeq, parseDocument, visit } from 'yaml';
import type { Row } from '@playkin/functions/src/warehouse.ts';
import type { GameRecord } from '../support/memory-warehouse.ts';

/** A file `<folder>/<step>/<case>.yaml`; README.md in tests/golden says what is in it. */
export interface GoldenCase {
  /** Below tests/golden. */
  file: string;
  /** What it tests, below functions/sql and without an ending: `staging/games`. */
  step: string;
  /** What it shows, one line. */
  description: string;
  records: GameRecord[];
  /** Rows of tables that are given, not built. */
  tables: Map<string, Row[]>;
  /** Undefined in a new case. */
  expected: Row[] | undefined;
}

const ACTUAL = '.actual.yaml';
const FIELDS = ['description', 'records', 'tables', 'expected'];

/** The file beside a case that has the rows that came out instead of those expected. */
export const actualFile = (file: string) => file.replace(/\.yaml$/, ACTUAL);

const parseFile = (path: string) => {
  const document = parseDocument(readFileSync(path, 'utf8'));
  if (document.errors[0] !== undefined) throw new Error(`${path}: ${document.errors[0].message}`);
  return document;
};

/** Every case below the folder. */
export const findCases = (root: string): GoldenCase[] =>
  globSync('*/*/*.yaml', { cwd: root })
    .filter((file) => !file.endsWith(ACTUAL))
    .sort()
    .map((file) => readCase(root, file));

function readCase(root: string, file: string): GoldenCase {
  const content = parseFile(join(root, file)).toJS() as Partial<{
    description: string;
    records: GameRecord[];
    tables: Record<string, Row[]>;
    expected: Row[];
  }>;
  const unknown = Object.keys(content).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined)
    throw new Error(`${file}: there is no field ${unknown}, only ${FIELDS.join(', ')}`);
  const { description = '', records = [], tables = {}, expected } = content;
  return {
    file,
    step: dirname(file),
    description,
    records,
    tables: new Map(Object.entries(tables)),
    expected,
  };
}

/** The text of a case with other rows expected, each on a line of its own; the rest of the file stays as it is. */
export function withExpected(path: string, rows: Row[]): string {
  const document: Document = parseFile(path);
  document.set('expected', document.createNode(rows));
  visit(document, {
    Seq(_key, node) {
      if (node.items.length === 0) node.flow = true;
    },
    Map(_key, node, ancestors) {
      const parent = ancestors.at(-1);
      if (isSeq(parent) && isMap(node)) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true, singleQuote: true });
}
