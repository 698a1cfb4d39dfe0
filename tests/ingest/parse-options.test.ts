import { parseIngestOptions } from '@playkin/functions/src/ingest/parse-options.ts';
import { ProblemError } from '@playkin/functions/src/problem.ts';
import { expect, test } from 'vitest';

test.each([
  [{}, { mode: 'smart', allowDrift: false }],
  [{ mode: 'full' }, { mode: 'full', allowDrift: false }],
  [
    { mode: 'smart', allowDrift: 'true' },
    { mode: 'smart', allowDrift: true },
  ],
])('%j is understood', (query, options) => {
  expect(parseIngestOptions(query)).toEqual(options);
});

test.each([
  [{ mode: 'fast' }, 'mode', 'mode: expected smart or full, found "fast".'],
  [{ mode: ['full', 'smart'] }, 'mode', 'mode: expected smart or full, found ["full","smart"].'],
  [{ allowDrift: '' }, 'allowDrift', 'allowDrift: expected false or true, found "".'],
  [{ limit: '3' }, 'limit', 'Expected no parameters but mode and allowDrift, found limit.'],
])('%j is refused', (query, parameter, message) => {
  expect(() => parseIngestOptions(query)).toThrow(new ProblemError(400, message, parameter));
});
