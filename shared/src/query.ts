import * as v from 'valibot';
import type { Endpoint } from './parameter-kinds.ts';
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

const QUICKLY = { abortEarly: true, abortPipeEarly: true } as const;

type Name = keyof typeof PARAMETERS;
type Schema = v.GenericSchema<string[], unknown>;
const schemaOf = (name: Name): Schema => PARAMETERS[name].schema;

/** What is made of each parameter where it is not given. Known once: most requests give two or three of some twenty. */
const NOT_GIVEN = new Map(
  (Object.keys(PARAMETERS) as Name[]).map((name) => [name, v.safeParse(schemaOf(name), [], QUICKLY)]),
);

/**
 * Reads a query string. Parameters that it does not know are left to the caller, because the site's own address may carry
 * others.
 */
export function parseQuery<E extends Endpoint>(endpoint: E, params: URLSearchParams): Parsed<Query<E>> {
  const query: Record<string, unknown> = {};
  for (const name of namesIn(endpoint)) {
    const values = params.getAll(name);
    const known = values.length === 0 ? NOT_GIVEN.get(name) : undefined;
    const { success, output, issues } = known ?? v.safeParse(schemaOf(name), values, QUICKLY);
    if (!success) return problemOf(name, issues[0].message);
    query[name] = output;
  }
  if (!isInOrder(query)) {
    return problemOf(
      'from',
      `expected a year not after to=${String(query['to'])}, found ${String(query['from'])}`,
    );
  }
  if (endpoint === 'recommend' && !asksAnything(query)) return problemOf('like', NOTHING_ASKED);
  // Its entries are those that the type is made of.
  return { query: query as Query<E> };
}

const problemOf = (parameter: string, message: string) => ({
  problem: { parameter, detail: `${parameter}: ${message}.` },
});

/** A query that asks for nothing yet: every parameter at its default. */
export const emptyQuery = <E extends Endpoint>(endpoint: E) =>
  Object.fromEntries(
    namesIn(endpoint).map((name) => [name, PARAMETERS[name].default]),
  ) as unknown as Query<E>;

function textOf(value: unknown, between = ','): string {
  return Array.isArray(value) ? value.join(between) : String(value ?? '');
}

const DEFAULTS = new Map(
  (Object.keys(PARAMETERS) as Name[]).map((name) => [name, textOf(PARAMETERS[name].default)]),
);

/** The query string that {@link parseQuery} reads back: parameters in one order, defaults left out. */
export function formatQuery<E extends Endpoint>(endpoint: E, query: Query<E>): URLSearchParams {
  const values: Readonly<Record<string, unknown>> = query;
  const params = new URLSearchParams();
  for (const name of namesIn(endpoint)) {
    const value = textOf(values[name], PARAMETERS[name].kind === 'lines' ? '\n' : ',');
    if (value !== DEFAULTS.get(name)) params.set(name, value);
  }
  return params;
}
