import { parseIngestOptions } from '@playkin/functions/src/ingest/parse-options.ts';
import { RequestError } from '@playkin/functions/src/problem.ts';
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
  [{ mode: 'fast' }, 'mode: expected smart or full, found "fast".'],
  [{ mode: ['full', 'smart'] }, 'mode: expected smart or full, found ["full","smart"].'],
  [{ allowDrift: '' }, 'allowDrift: expected false or true, found "".'],
  [{ limit: '3' }, 'Expected no parameters but mode and allowDrift, found limit.'],
])('%j is refused', (query, message) => {
  expect(() => parseIngestOptions(query)).toThrow(new RequestError(message));
});
