import { ProblemError } from '@playkin/functions/src/problem.ts';
import { parseStageParameters } from '@playkin/functions/src/runs/stage-parameters.ts';
import { expect, test } from 'vitest';

const CHOICES = { mode: ['smart', 'full'], allowDrift: ['false', 'true'] } as const;

test.each([
  [{}, { mode: 'smart', allowDrift: 'false' }],
  [{ mode: 'full' }, { mode: 'full', allowDrift: 'false' }],
  [
    { mode: 'smart', allowDrift: 'true' },
    { mode: 'smart', allowDrift: 'true' },
  ],
])('%j is understood', (query, parameters) => {
  expect(parseStageParameters(query, CHOICES)).toEqual(parameters);
});

test.each([
  [{ mode: 'fast' }, 'mode', 'mode: expected smart or full, found "fast".'],
  [{ mode: ['full', 'smart'] }, 'mode', 'mode: expected smart or full, found ["full","smart"].'],
  [{ allowDrift: '' }, 'allowDrift', 'allowDrift: expected false or true, found "".'],
  [{ limit: '3' }, 'limit', 'Expected no parameters but mode and allowDrift, found limit.'],
])('%j is refused', (query, parameter, message) => {
  expect(() => parseStageParameters(query, CHOICES)).toThrow(new ProblemError(400, message, parameter));
});

test('a stage without parameters says that it has none', () => {
  expect(() => parseStageParameters({ force: 'true' }, {})).toThrow(
    new ProblemError(400, 'Expected no parameters, found force.', 'force'),
  );
});
