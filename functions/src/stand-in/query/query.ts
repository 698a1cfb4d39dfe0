/** Names joined by dots in the query: `involved_companies.company.name`. In `fields` the last may be `*`. */
export type Path = readonly string[];

export type Literal = number | string | boolean | null;

/** A string with an open beginning, end, or both: `*"craft"*`. */
export interface Pattern {
  text: string;
  openStart: boolean;
  openEnd: boolean;
}

/** `(1,2)` any of them, `[1,2]` all of them, `{1,2}` all of them and nothing else. */
export type Bracket = '(' | '[' | '{';

export type Operand =
  | { kind: 'literal'; value: Literal }
  | { kind: 'pattern'; pattern: Pattern }
  | { kind: 'set'; bracket: Bracket; members: (Literal | Pattern)[] };

/** `~` is `=` without regard to case. */
export type Operator = '=' | '~' | '>' | '>=' | '<' | '<=';

export interface Comparison {
  kind: 'comparison';
  path: Path;
  operator: Operator;
  /** `!=`, `!~`, or `!` before a set. */
  negated: boolean;
  operand: Operand;
}

export type Condition =
  { kind: 'and'; conditions: Condition[] } | { kind: 'or'; conditions: Condition[] } | Comparison;

export interface Sort {
  path: Path;
  descending: boolean;
}

/** What an Apicalypse body asks for. */
export interface Query {
  fields: Path[];
  exclude: Path[];
  where: Condition | undefined;
  sort: Sort | undefined;
  limit: number;
  offset: number;
  search: string | undefined;
}

/** One part of a multi-query. */
export interface NamedQuery {
  name: string;
  endpoint: string;
  /** `query games/count "…"`: only how many there are. */
  count: boolean;
  query: Query;
}

/** The query cannot be answered: IGDB says 400, with these words. */
export class QueryRefused extends Error {
  override name = 'QueryRefused';
  readonly title: 'Syntax Error' | 'Invalid Field';
  /** IGDB often gives none. */
  readonly detail: string | undefined;

  constructor(title: 'Syntax Error' | 'Invalid Field', detail?: string) {
    super(detail === undefined ? title : `${title}: ${detail}`);
    this.title = title;
    this.detail = detail;
  }
}
