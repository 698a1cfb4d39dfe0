import { parseCondition, parsePath, stringExpected } from './parse-condition.ts';
import { type NamedQuery, type Path, type Query, QueryRefused, type Sort } from './query.ts';
import { readTokens, type TokenReader } from './token-reader.ts';

/** IGDB: 10 records unless the query says otherwise. */
const DEFAULT_LIMIT = 10;
/** IGDB: 500 records a page. */
const MAX_LIMIT = 500;
/** IGDB: 10 queries in a multi-query. */
const MAX_QUERIES = 10;

/**
 * An Apicalypse body:
 *
 *     query   = { clause ";" }
 *     clause  = ( "fields" | "f" ) paths | ( "exclude" | "x" ) paths | ( "where" | "w" ) condition
 *             | ( "sort" | "s" ) path [ "asc" | "desc" ] | ( "limit" | "l" ) number | ( "offset" | "o" ) number
 *             | "search" string
 *     paths   = path { "," path }          whose last name may be "*"
 *
 * {@link parseCondition} has the rest. Clauses come in any order; of two alike the later counts. A limit above 500 is
 * taken as 500.
 *
 * @throws QueryRefused with IGDB's words, as far as these are known.
 */
export function parseQuery(text: string): Query {
  const tokens = readTokens(text);
  return parseClauses(tokens, () => tokens.peek().kind === 'end');
}

/**
 * The body of a multi-query: `query games "Name" { clauses }; query games/count "Name" { clauses };`
 *
 * @throws QueryRefused as {@link parseQuery} does, and for more than 10 queries.
 */
export function parseMultiquery(text: string): NamedQuery[] {
  const tokens = readTokens(text);
  const queries: NamedQuery[] = [];
  while (tokens.peek().kind !== 'end') queries.push(parseNamedQuery(tokens));
  if (queries.length > MAX_QUERIES) throw new QueryRefused('Syntax Error');
  return queries;
}

function parseNamedQuery(tokens: TokenReader): NamedQuery {
  if (tokens.word() !== 'query') throw new QueryRefused('Syntax Error');
  const endpoint = tokens.word();
  const count = tokens.skip('/');
  if (count && tokens.word() !== 'count') throw new QueryRefused('Syntax Error');
  const name = tokens.string();
  tokens.expect('{');
  const query = parseClauses(tokens, () => tokens.skip('}'));
  endClause(tokens);
  return { name, endpoint, count, query };
}

function parseClauses(tokens: TokenReader, atEnd: () => boolean): Query {
  const query: Query = {
    fields: [],
    exclude: [],
    where: undefined,
    sort: undefined,
    limit: DEFAULT_LIMIT,
    offset: 0,
    search: undefined,
  };
  while (!atEnd()) {
    parseClause(tokens, query);
    endClause(tokens);
  }
  return query;
}

function parseClause(tokens: TokenReader, query: Query): void {
  switch (tokens.word()) {
    case 'fields':
    case 'f':
      query.fields = parsePaths(tokens);
      return;
    case 'exclude':
    case 'x':
      query.exclude = parsePaths(tokens);
      return;
    case 'where':
    case 'w':
      query.where = parseCondition(tokens);
      return;
    case 'sort':
    case 's':
      query.sort = parseSort(tokens);
      return;
    case 'limit':
    case 'l':
      query.limit = Math.min(parseCount(tokens), MAX_LIMIT);
      return;
    case 'offset':
    case 'o':
      query.offset = parseCount(tokens);
      return;
    case 'search':
      query.search = parseSearch(tokens);
      return;
    default:
      throw new QueryRefused('Syntax Error');
  }
}

function endClause(tokens: TokenReader): void {
  if (tokens.skip(';')) return;
  const ended = tokens.peek().kind === 'end';
  throw new QueryRefused('Syntax Error', ended ? 'Missing `;` at end of query' : undefined);
}

function parsePaths(tokens: TokenReader): Path[] {
  const paths = [parseFieldPath(tokens)];
  while (tokens.skip(',')) paths.push(parseFieldPath(tokens));
  return paths;
}

function parseFieldPath(tokens: TokenReader): Path {
  const path: string[] = [];
  do {
    if (tokens.skip('*')) return [...path, '*'];
    path.push(tokens.word());
  } while (tokens.skip('.'));
  return path;
}

function parseSort(tokens: TokenReader): Sort {
  const path = parsePath(tokens);
  if (tokens.peek().kind !== 'word') return { path, descending: false };
  const order = tokens.word();
  if (order !== 'asc' && order !== 'desc') throw new QueryRefused('Syntax Error');
  return { path, descending: order === 'desc' };
}

function parseCount(tokens: TokenReader): number {
  const token = tokens.next();
  if (token.kind !== 'number' || !Number.isSafeInteger(token.value) || token.value < 0) {
    throw new QueryRefused('Syntax Error');
  }
  return token.value;
}

function parseSearch(tokens: TokenReader): string {
  const token = tokens.next();
  if (token.kind === 'string') return token.text;
  throw new QueryRefused('Syntax Error', token.kind === 'word' ? stringExpected(token.text) : undefined);
}
