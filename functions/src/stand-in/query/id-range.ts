import type { Comparison, Condition } from './query.ts';

/** Ids that a condition allows: `from` and larger, and below `to`. */
export interface IdRange {
  from: number;
  to: number;
  /** What else the condition asks; undefined for nothing. */
  rest: Condition | undefined;
}

/** Takes the bounds of `id` out of a condition, so that a page of a crawl need not look at the rows before it. */
export function splitIdRange(condition: Condition | undefined): IdRange {
  const range: IdRange = { from: -Infinity, to: Infinity, rest: undefined };
  if (condition === undefined) return range;
  const rest: Condition[] = [];
  for (const part of condition.kind === 'and' ? condition.conditions : [condition]) {
    const bound = boundOf(part);
    if (bound === undefined) {
      rest.push(part);
      continue;
    }
    range.from = Math.max(range.from, bound.from);
    range.to = Math.min(range.to, bound.to);
  }
  const [first] = rest;
  range.rest = rest.length > 1 ? { kind: 'and', conditions: rest } : first;
  return range;
}

function boundOf(condition: Condition): { from: number; to: number } | undefined {
  if (condition.kind !== 'comparison' || !isIdComparison(condition)) return undefined;
  const { operator, negated, operand } = condition;
  if (operand.kind !== 'literal' || typeof operand.value !== 'number' || negated) return undefined;
  const { value } = operand;
  switch (operator) {
    case '>':
      return { from: Math.floor(value) + 1, to: Infinity };
    case '>=':
      return { from: value, to: Infinity };
    case '<':
      return { from: -Infinity, to: value };
    case '<=':
      return { from: -Infinity, to: Math.floor(value) + 1 };
    case '=':
      return { from: value, to: Number.isInteger(value) ? value + 1 : value };
    case '~':
      return undefined;
  }
}

const isIdComparison = ({ path }: Comparison) => path.length === 1 && path[0] === 'id';
