import * as v from 'valibot';
import { type Endpoint, ENDPOINTS } from './parameter-kinds.ts';
import { FILTERS, MAX_SEEDS, namesIn, PARAMETERS, type Query } from './parameters.ts';

/** A parameter that is not what it should be, in a sentence for people. */
export interface QueryProblem {
  parameter: string;
  detail: string;
}

export type Parsed<T> = { query: T } | { problem: QueryProblem };

/** The first year is not after the last; anything else about a parameter its own schema says. */
const isInOrder = ({ from, to }: { from?: unknown; to?: unknown }) => !(Number(from) > Number(to));

/** What a question is made of, besides `unlike`, which only takes away from it. */
const ASKED = ['like', 'more', 'less', ...FILTERS] as const;

type Asked = Partial<Record<(typeof ASKED)[number], unknown>>;

/** Whether there is anything to answer. */
const asksAnything = (query: Asked): boolean => ASKED.some((name) => textOf(query[name]) !== '');

const NOTHING_ASKED = `expected 1 to ${MAX_SEEDS} ids or slugs such as hollow-knight, found none. Without it more, less or a filter is needed`;

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
    v.forward(
      v.check((query: Asked) => endpoint !== 'recommend' || asksAnything(query), NOTHING_ASKED),
      ['like'],
    ),
  );
}

const SCHEMAS = Object.fromEntries(ENDPOINTS.map((endpoint) => [endpoint, schemaOf(endpoint)])) as Record<
  Endpoint,
  ReturnType<typeof schemaOf>
>;

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

const textOf = (value: unknown, between = ','): string =>
  Array.isArray(value) ? value.join(between) : String(value ?? '');

/** The query string that {@link parseQuery} reads back: parameters in one order, defaults left out. */
export function formatQuery<E extends Endpoint>(endpoint: E, query: Query<E>): URLSearchParams {
  const values: Readonly<Record<string, unknown>> = query;
  const params = new URLSearchParams();
  for (const name of namesIn(endpoint)) {
    const value = textOf(values[name], PARAMETERS[name].kind === 'lines' ? '\n' : ',');
    if (value !== textOf(PARAMETERS[name].default)) params.set(name, value);
  }
  return params;
}
