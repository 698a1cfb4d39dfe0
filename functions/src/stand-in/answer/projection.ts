import type { Column } from '../database/column.ts';
import type { Database } from '../database/database.ts';
import type { JsonWriter } from './json-writer.ts';
import { fieldNames, targetOf } from '../database/schema.ts';
import { isEmpty, type Selection } from '../query/selection.ts';
import type { Table } from '../database/table.ts';

/** Writes a row as a JSON object: its id, then the selected fields it has. */
export type Projection = (writer: JsonWriter, row: number) => void;

type WriteValue = (writer: JsonWriter, row: number) => void;

interface Step {
  /** `,"name":` */
  key: Buffer;
  column: Column;
  writeValue: WriteValue;
}

const ID = Buffer.from('{"id":');
const CLOSE = Buffer.from('}');
const OPEN_LIST = Buffer.from('[');
const CLOSE_LIST = Buffer.from(']');
const COMMA = Buffer.from(',');

export function createProjection(database: Database, table: Table, selection: Selection): Projection {
  const idColumn = table.columns.get('id');
  const steps = shownFields(table, selection).flatMap(
    (name) => createStep(database, table, selection, name) ?? [],
  );
  return (writer, row) => {
    writer.text(ID);
    idColumn?.copyTo(writer.copy, row);
    for (const { key, column, writeValue } of steps) {
      if (!column.has(row)) continue;
      writer.text(key);
      writeValue(writer, row);
    }
    writer.text(CLOSE);
  };
}

/** In the order of the schema, then what only this catalogue has. */
function shownFields(table: Table, { all, fields, excluded }: Selection): string[] {
  const known = fieldNames(table.endpoint);
  const names = [...known, ...[...table.columns.keys()].filter((name) => !known.includes(name))];
  return names.filter((name) => name !== 'id' && (all || fields.has(name)) && !excluded.has(name));
}

function createStep(database: Database, table: Table, selection: Selection, name: string): Step | undefined {
  const column = table.columns.get(name);
  if (column === undefined) return undefined;
  const key = Buffer.from(`,${JSON.stringify(name)}:`);
  const child = selection.fields.get(name);
  const target = targetOf(table.endpoint, name);
  const targetTable = target === undefined ? undefined : database.table(target);
  if (child === undefined || isEmpty(child) || targetTable === undefined) {
    return {
      key,
      column,
      writeValue: (writer, row) => {
        column.copyTo(writer.copy, row);
      },
    };
  }
  return {
    key,
    column,
    writeValue: expansion(column, targetTable, createProjection(database, targetTable, child)),
  };
}

/** Objects in place of ids; an id with nothing behind it stays, as with IGDB. */
function expansion(column: Column, target: Table, project: Projection): WriteValue {
  const writeOne = (writer: JsonWriter, id: number) => {
    const row = target.rowOf(id);
    if (row === undefined) writer.text(Buffer.from(id.toString()));
    else project(writer, row);
  };
  return (writer, row) => {
    const ids = column.ids(row);
    if (!column.isList(row)) {
      for (const id of ids) writeOne(writer, id);
      return;
    }
    writer.text(OPEN_LIST);
    ids.forEach((id, i) => {
      if (i > 0) writer.text(COMMA);
      writeOne(writer, id);
    });
    writer.text(CLOSE_LIST);
  };
}
