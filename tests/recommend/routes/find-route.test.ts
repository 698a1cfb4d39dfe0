import { ProblemError } from '@playkin/functions/src/problem.ts';
import { findRoute } from '@playkin/functions/src/recommend/routes/find-route.ts';
import { expect, test } from 'vitest';

test('a path that is no UTF-8 is a problem, not a crash', () => {
  expect(() => findRoute('/api/games/%E0%A4')).toThrow(
    new ProblemError(400, 'Expected a path in UTF-8 percent-encoding, found "%E0%A4".'),
  );
});
