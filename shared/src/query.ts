import * as v from 'valibot';
import type { Endpoint } from './parameter-kinds.ts';
import { namesIn, PARAMETERS, type Query } from './parameters.ts';

/** A parameter that is not what it should be, in a sentence for people. */
export interface QueryProblem {
  parameter: string;
  detail: string;
}

export type Parsed<T> = { query: T } | { problem: QueryProblem };

/** The first year is not after the last; anything else about a parameter its own schema says. */
const isInOrder = ({ from, to }: { from?: unknown; to?: unknown }) => !(Number(from) > Number(to));

function schemaOf(endpoint: Endpoint) {
  const entries = namesIn(endpoint).map((name) => [name, PARAMETERS[name].schema] as const);
  return v.pipe(
    v.object(Object.fromEntries<v.GenericSchema<string[], unknown>>(entries)),
    v.forward(
      v.check(
        isInOrder,
        ({ input }) => `expected a year not after to=${input['to']}, found ${input['from']}`,
      ),
      ['from'],
    ),
  );
}

const SCHEMAS: Record<Endpoint, ReturnType<typeof schemaOf>> = {
  recommend: schemaOf('recommend'),
  search: schemaOf('search'),
  filters: schemaOf('filters'),
  game: schemaOf('game'),
  health: schemaOf('health'),
};

/**
 * Reads a query string. Parameters that it does not know are left to the caller, because the site's own address may carry
 * others.
 */
export function parseQuery<E extends Endpoint>(endpoint: E, params: URLSearchParams): Parsed<Query<E>> {
  const given = Object.fromEntries(namesIn(endpoint).map((name) => [name, params.getAll(name)]));
  const { success, output, issues } = v.safeParse(SCHEMAS[endpoint], given, {
    abortEarly: true,
    abortPipeEarly: true,
  });
  // The object's entries are those that the type is made of.
  if (success) return { query: output as Query<E> };
  const [{ path, message }] = issues;
  const parameter = String(path?.[0]?.key);
  return { problem: { parameter, detail: `${parameter}: ${message}.` } };
}

/** A query that asks for nothing yet: every parameter at its default. */
export const emptyQuery = <E extends Endpoint>(endpoint: E) =>
  Object.fromEntries(
    namesIn(endpoint).map((name) => [name, PARAMETERS[name].default]),
  ) as unknown as Query<E>;

const textOf = (value: unknown): string => (Array.isArray(value) ? value.join(',') : String(value ?? ''));

/** The query string that {@link parseQuery} reads back: parameters in one order, defaults left out. */
export function formatQuery<E extends Endpoint>(endpoint: E, query: Query<E>): URLSearchParams {
  const values: Readonly<Record<string, unknown>> = query;
  const params = new URLSearchParams();
  for (const name of namesIn(endpoint)) {
    const value = textOf(values[name]);
    if (value !== textOf(PARAMETERS[name].default)) params.set(name, value);
  }
  return params;
}
