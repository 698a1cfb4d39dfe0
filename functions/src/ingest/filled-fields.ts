type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The fields of a record that hold something: not null, no empty list and no blank text. What is expanded counts field by field (`genres.name`), so
 * that names that no longer come are seen as well.
 */
export function filledFields(record: unknown): Set<string> {
  const fields = new Set<string>();
  if (!isObject(record)) return fields;
  for (const [field, value] of Object.entries(record)) {
    if (!isFilled(value)) continue;
    fields.add(field);
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (!isObject(item)) continue;
      for (const [inner, innerValue] of Object.entries(item)) {
        if (isFilled(innerValue)) fields.add(`${field}.${inner}`);
      }
    }
  }
  return fields;
}

/** Adds to `counts` one for each field that the record fills. */
export function countFilled(counts: Map<string, number>, record: unknown): void {
  for (const field of filledFields(record)) counts.set(field, (counts.get(field) ?? 0) + 1);
}

function isFilled(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
