/** An object as JSON.parse makes it, of which nothing is known yet. */
export type JsonObject = Record<string, unknown>;

/** Whether the value is an object of JSON: no list, and not null. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
