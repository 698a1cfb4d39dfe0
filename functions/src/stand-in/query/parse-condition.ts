import type { Bracket, Comparison, Condition, Literal, Operand, Operator, Path, Pattern } from './query.ts';
import { QueryRefused } from './query.ts';
import type { TokenReader } from './token-reader.ts';

/**
 * What stands after `where`:
 *
 *     condition  = all { "|" all }                       & binds tighter than |
 *     all        = one { "&" one }
 *     one        = "(" condition ")" | path operator operand
 *     operator   = "=" | "!=" | "~" | "!~" | ">" | ">=" | "<" | "<="
 *     operand    = [ "!" ] set | member
 *     set        = "(" members ")" | "[" members "]" | "{" members "}"
 *     members    = member { "," member }
 *     member     = number | [ "*" ] string [ "*" ] | "true" | "false" | "null"
 *     path       = name { "." name }
 *
 * `true`, `false` and `null` may be shortened to their first letters.
 */
export function parseCondition(tokens: TokenReader): Condition {
  return joined(tokens, '|', 'or', () => joined(tokens, '&', 'and', () => parseOne(tokens)));
}

function joined(
  tokens: TokenReader,
  symbol: string,
  kind: 'and' | 'or',
  parsePart: () => Condition,
): Condition {
  const first = parsePart();
  const conditions = [first];
  while (tokens.skip(symbol)) conditions.push(parsePart());
  return conditions.length === 1 ? first : { kind, conditions };
}

function parseOne(tokens: TokenReader): Condition {
  if (!tokens.skip('(')) return parseComparison(tokens);
  const condition = parseCondition(tokens);
  tokens.expect(')');
  return condition;
}

/** By how they are written. */
const OPERATORS: Readonly<Record<string, { operator: Operator; negated: boolean }>> = {
  '=': { operator: '=', negated: false },
  '!=': { operator: '=', negated: true },
  '~': { operator: '~', negated: false },
  '!~': { operator: '~', negated: true },
  '>': { operator: '>', negated: false },
  '>=': { operator: '>=', negated: false },
  '<': { operator: '<', negated: false },
  '<=': { operator: '<=', negated: false },
};

function parseComparison(tokens: TokenReader): Comparison {
  const path = parsePath(tokens);
  const token = tokens.next();
  const found = token.kind === 'symbol' ? OPERATORS[token.text] : undefined;
  if (found === undefined) throw new QueryRefused('Syntax Error');
  const { operator } = found;
  // `!= !(1,2)` says the same as `= (1,2)`.
  const negated = found.negated !== tokens.skip('!');
  const operand = parseOperand(tokens);
  const isEquality = operator === '=' || operator === '~';
  if (operand.kind !== 'literal' && !isEquality) throw new QueryRefused('Syntax Error');
  return { kind: 'comparison', path, operator, negated, operand };
}

export function parsePath(tokens: TokenReader): Path {
  const path = [tokens.word()];
  while (tokens.skip('.')) path.push(tokens.word());
  return path;
}

const CLOSING: Readonly<Record<Bracket, string>> = { '(': ')', '[': ']', '{': '}' };

function parseOperand(tokens: TokenReader): Operand {
  for (const bracket of ['(', '[', '{'] as const) {
    if (!tokens.skip(bracket)) continue;
    const members = [parseMember(tokens)];
    while (tokens.skip(',')) members.push(parseMember(tokens));
    tokens.expect(CLOSING[bracket]);
    return { kind: 'set', bracket, members };
  }
  const member = parseMember(tokens);
  return isPattern(member) ? { kind: 'pattern', pattern: member } : { kind: 'literal', value: member };
}

export const isPattern = (member: Literal | Pattern): member is Pattern =>
  typeof member === 'object' && member !== null;

const WORDS: Readonly<Record<string, boolean | null>> = {
  true: true,
  t: true,
  false: false,
  f: false,
  null: null,
  n: null,
};

function parseMember(tokens: TokenReader): Literal | Pattern {
  const openStart = tokens.skip('*');
  const token = tokens.next();
  if (token.kind === 'string') {
    const openEnd = tokens.skip('*');
    return openStart || openEnd ? { text: token.text, openStart, openEnd } : token.text;
  }
  if (openStart) throw new QueryRefused('Syntax Error');
  if (token.kind === 'number') return token.value;
  if (token.kind !== 'word') throw new QueryRefused('Syntax Error');
  const value = WORDS[token.text];
  if (value !== undefined) return value;
  throw new QueryRefused('Syntax Error', `${stringExpected(token.text)} expecting ${EXPECTED}`);
}

/** As IGDB lists what may stand there. */
const EXPECTED = "{'{', 'f', '(', '[', 'true', 't', 'false', 'null', 'n'}";

export const stringExpected = (found: string): string =>
  `Expecting a STRING as input, surround your input with quotes starting at '${found}'`;
