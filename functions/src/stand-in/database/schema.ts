import schema from './schema.json' with { type: 'json' };

/** Field → the endpoint whose ids it holds, or null for a field with values of its own. Facts of IGDB v4's proto file. */
type Fields = Readonly<Record<string, string | null>>;

const ENDPOINTS: ReadonlyMap<string, Fields> = new Map(Object.entries(schema as Record<string, Fields>));

export const isEndpoint = (name: string): boolean => ENDPOINTS.has(name);

/** In the order in which they are served. */
export const fieldNames = (endpoint: string): string[] => Object.keys(ENDPOINTS.get(endpoint) ?? {});

export const hasField = (endpoint: string, field: string): boolean =>
  Object.hasOwn(ENDPOINTS.get(endpoint) ?? {}, field);

/** The endpoint that the field's ids belong to; undefined where it holds no ids. */
export function targetOf(endpoint: string, field: string): string | undefined {
  const fields = ENDPOINTS.get(endpoint);
  return (fields !== undefined && Object.hasOwn(fields, field) ? fields[field] : undefined) ?? undefined;
}
