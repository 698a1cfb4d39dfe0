import { checkPaths } from './check-paths.ts';
import type { Database } from '../database/database.ts';
import { findRows } from './find-rows.ts';
import { createJsonWriter, type JsonWriter } from './json-writer.ts';
import { parseMultiquery, parseQuery } from '../query/parse-query.ts';
import { createProjection } from './projection.ts';
import type { NamedQuery, Query } from '../query/query.ts';
import { selectionOf } from '../query/selection.ts';
import type { Table } from '../database/table.ts';

/** A body to serve, and how many records match in all. */
export interface Answer {
  json: Buffer;
  count: number;
}

/**
 * Answers `POST /v4/<endpoint>`.
 *
 * @throws QueryRefused
 */
export function answerQuery(database: Database, table: Table, text: string): Answer {
  const query = parseQuery(text);
  const writer = createJsonWriter();
  const count = writeRecords(database, table, query, writer);
  return { json: writer.finish(), count };
}

/**
 * Answers `POST /v4/<endpoint>/count`; limit and offset make no difference.
 *
 * @throws QueryRefused
 */
export function answerCount(database: Database, table: Table, text: string): Answer {
  const count = countRecords(database, table, parseQuery(text));
  return { json: Buffer.from(JSON.stringify({ count })), count };
}

/**
 * Answers `POST /v4/multiquery`; the count is that of the queries. Undefined when a query names no endpoint.
 *
 * @throws QueryRefused
 */
export function answerMultiquery(database: Database, text: string): Answer | undefined {
  const parts: Buffer[] = [];
  for (const named of parseMultiquery(text)) {
    const table = database.table(named.endpoint);
    if (table === undefined) return undefined;
    parts.push(answerNamed(database, table, named));
  }
  const json = Buffer.concat([
    Buffer.from('['),
    ...parts.flatMap((part, i) => (i === 0 ? [part] : [COMMA, part])),
    CLOSE,
  ]);
  return { json, count: parts.length };
}

const OPEN = Buffer.from('[');
const COMMA = Buffer.from(',');
const CLOSE = Buffer.from(']');

function answerNamed(database: Database, table: Table, { name, count, query }: NamedQuery): Buffer {
  if (count) return Buffer.from(JSON.stringify({ name, count: countRecords(database, table, query) }));
  const writer = createJsonWriter();
  writer.text(Buffer.from(`{"name":${JSON.stringify(name)},"result":`));
  writeRecords(database, table, query, writer);
  writer.text(Buffer.from('}'));
  return writer.finish();
}

function writeRecords(database: Database, table: Table, query: Query, writer: JsonWriter): number {
  checkPaths(database, table.endpoint, query);
  const { rows, count } = findRows(database, table, query);
  const project = createProjection(database, table, selectionOf(query.fields, query.exclude));
  writer.text(OPEN);
  rows.forEach((row, i) => {
    if (i > 0) writer.text(COMMA);
    project(writer, row);
  });
  writer.text(CLOSE);
  return count;
}

function countRecords(database: Database, table: Table, query: Query): number {
  checkPaths(database, table.endpoint, query);
  return findRows(database, table, query).count;
}
