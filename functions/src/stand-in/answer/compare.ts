import type { Comparison, Literal, Pattern } from '../query/query.ts';
import { isPattern } from '../query/parse-condition.ts';

/** Whether the values at a path meet a comparison. */
export type Test = (values: readonly unknown[]) => boolean;

/**
 * A list meets a comparison when one of its values does. What is absent meets `= null` only: also `!= 5` and `!(5)` are
 * false of it.
 */
export function createTest({ operator, negated, operand }: Comparison): Test {
  const ignoreCase = operator === '~';
  switch (operand.kind) {
    case 'set':
      return setTest(
        operand.bracket,
        operand.members.map((member) => memberTest(member, ignoreCase)),
        negated,
      );
    case 'pattern':
      return negatable(memberTest(operand.pattern, ignoreCase), negated);
    case 'literal': {
      const { value } = operand;
      if (value === null) return (values) => (values.length === 0) !== negated;
      if (operator === '=' || operator === '~') return negatable(memberTest(value, ignoreCase), negated);
      const holds = ORDERS[operator];
      return (values) =>
        values.some((found) => typeof found === typeof value && holds(found as Literal, value));
    }
  }
}

type Order = (found: string | number | boolean | null, wanted: string | number | boolean) => boolean;

const ORDERS: Readonly<Record<'>' | '>=' | '<' | '<=', Order>> = {
  '>': (found, wanted) => found !== null && found > wanted,
  '>=': (found, wanted) => found !== null && found >= wanted,
  '<': (found, wanted) => found !== null && found < wanted,
  '<=': (found, wanted) => found !== null && found <= wanted,
};

type MemberTest = (value: unknown) => boolean;

const negatable =
  (isMember: MemberTest, negated: boolean): Test =>
  (values) =>
    values.length > 0 && values.some(isMember) !== negated;

function setTest(bracket: '(' | '[' | '{', members: MemberTest[], negated: boolean): Test {
  const isAny: MemberTest = (value) => members.some((isMember) => isMember(value));
  if (bracket === '(') return negatable(isAny, negated);
  const holdsAll: Test = (values) => members.every((isMember) => values.some(isMember));
  const holds: Test = bracket === '[' ? holdsAll : (values) => holdsAll(values) && values.every(isAny);
  return (values) => values.length > 0 && holds(values) !== negated;
}

function memberTest(member: Literal | Pattern, ignoreCase: boolean): MemberTest {
  if (isPattern(member)) return patternTest(member, ignoreCase);
  if (typeof member !== 'string' || !ignoreCase) return (value) => value === member;
  const wanted = member.toLowerCase();
  return (value) => typeof value === 'string' && value.toLowerCase() === wanted;
}

function patternTest({ text, openStart, openEnd }: Pattern, ignoreCase: boolean): MemberTest {
  const wanted = ignoreCase ? text.toLowerCase() : text;
  const matches = (value: string) => {
    if (openStart && openEnd) return value.includes(wanted);
    return openStart ? value.endsWith(wanted) : value.startsWith(wanted);
  };
  return (value) => typeof value === 'string' && matches(ignoreCase ? value.toLowerCase() : value);
}
