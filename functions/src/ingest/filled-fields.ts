import { isJsonObject } from '@playkin/shared/json.ts';

/**
 * The fields of a record that hold something: not null, no empty list and no blank text. What is expanded counts field by
 * field (`genres.name`), so that names that no longer come are seen as well.
 */
export function filledFields(record: unknown): Set<string> {
  const fields = new Set<string>();
  if (!isJsonObject(record)) return fields;
  for (const field of Object.keys(record)) {
    const value = record[field];
    if (!isFilled(value)) continue;
    fields.add(field);
    if (Array.isArray(value)) for (const item of value) addInner(fields, field, item);
    else addInner(fields, field, value);
  }
  return fields;
}

function addInner(fields: Set<string>, field: string, item: unknown): void {
  if (!isJsonObject(item)) return;
  for (const inner of Object.keys(item)) if (isFilled(item[inner])) fields.add(dotted(field, inner));
}

/** IGDB's records have the same few dozen names over and over: joined each time, they took a fifth of ingest's own work. */
const dottedNames = new Map<string, Map<string, string>>();

function dotted(field: string, inner: string): string {
  const names = dottedNames.get(field) ?? new Map<string, string>();
  dottedNames.set(field, names);
  const name = names.get(inner) ?? `${field}.${inner}`;
  names.set(inner, name);
  return name;
}

/** Adds to `counts` one for each field that the record fills. */
export function countFilled(counts: Map<string, number>, record: unknown): void {
  for (const field of filledFields(record)) counts.set(field, (counts.get(field) ?? 0) + 1);
}

function isFilled(value: unknown): boolean {
  if (typeof value === 'string') return /\S/.test(value);
  return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
}
