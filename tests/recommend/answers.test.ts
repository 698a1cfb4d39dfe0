import { rememberAnswers } from '@playkin/functions/src/recommend/answers.ts';
import { expect, test } from 'vitest';

const answer = (bytes: number) => ({ etag: 'W/"x"', cacheControl: 'public', body: Buffer.alloc(bytes) });

test('what is remembered is bounded by its bytes, and the oldest goes first', () => {
  const answers = rememberAnswers();
  for (let i = 0; i < 100; i++) answers.keep('r1', `/api/search?q=${i}`, answer(1024 ** 2));
  const kept = Array.from({ length: 100 }, (_, i) => answers.find('r1', `/api/search?q=${i}`) !== undefined);
  expect(kept.filter(Boolean).length).toBeLessThanOrEqual(16);
  expect([kept[0], kept[99]]).toEqual([false, true]);
});

test('answers of one release are not found for another', () => {
  const answers = rememberAnswers();
  answers.keep('r1', '/a', answer(1));
  expect(answers.find('r2', '/a')).toBeUndefined();
  answers.keep('r2', '/b', answer(1));
  expect(
    ['r1', 'r2'].flatMap((release) => ['/a', '/b'].map((url) => answers.find(release, url) !== undefined)),
  ).toEqual([false, false, false, true]);
});
