import { expect, test } from 'vitest';
import { parseFaults } from '@playkin/functions/src/stand-in/faults/parse-faults.ts';

test.each([
  ['reset', { name: 'reset', when: { from: 1, to: Infinity }, ms: 0 }],
  ['cut-body:7', { name: 'cut-body', when: { from: 7, to: 7 }, ms: 0 }],
  ['too-many-requests:5-9', { name: 'too-many-requests', when: { from: 5, to: 9 }, ms: 0 }],
  ['token-down:5-', { name: 'token-down', when: { from: 5, to: Infinity }, ms: 0 }],
  ['hang:0.05', { name: 'hang', when: { chance: 0.05 }, ms: 0 }],
  ['slow=200', { name: 'slow', when: { from: 1, to: Infinity }, ms: 200 }],
  ['slow=200:.5', { name: 'slow', when: { chance: 0.5 }, ms: 200 }],
])('%s is understood', (text, fault) => {
  expect(parseFaults([text])).toEqual([fault]);
});

test.each([
  [
    '',
    'expected NAME[=MS][:WHEN], WHEN a request (7), several (5-9, 5-) or a chance (0.05), NAME one of too-many-',
  ],
  ['rain:3', 'found "rain:3".'],
  ['toString', 'NAME one of'],
  ['reset:', 'found "reset:".'],
  ['reset:0', 'found "reset:0".'],
  ['reset:9-5', 'found "reset:9-5".'],
  ['reset:-5', 'found "reset:-5".'],
  ['reset:1.5', 'found "reset:1.5".'],
  ['reset=5', 'reset takes no milliseconds; found "reset=5".'],
  ['slow', 'slow needs milliseconds, as in slow=200; found "slow".'],
  ['slow:200', 'slow needs milliseconds'],
])('%j is refused with what was expected', (text, message) => {
  expect(() => parseFaults([text])).toThrow(message);
});
