import { expect, test } from 'vitest';
import { redact } from '@playkin/functions/src/igdb/redact.ts';

test('hides every secret, wherever and however it is spelt', () => {
  const secrets = ['my id', 'p&ss w/rd'];
  const text = 'my id; id=my+id&secret=p%26ss+w%2Frd; my%20id p%26ss%20w%2Frd p&ss w/rd';
  expect(redact(text, secrets)).toBe('[hidden]; id=[hidden]&secret=[hidden]; [hidden] [hidden] [hidden]');
});

test.each(['', 'a', 'ab', 'abc', 'Bearer '])(
  'hides them in the Base64 of a text that begins %j',
  (before) => {
    const secret = 'p?ss>w🎮rd~~';
    for (const encoding of ['base64', 'base64url'] as const) {
      const redacted = redact(Buffer.from(`${before}${secret}&more`).toString(encoding), [secret]);
      // What is left at the borders is less than a character of it.
      expect(redacted).toMatch(/^.{0,12}\[hidden\].{5,10}$/);
      expect(Buffer.from(redacted.split('[hidden]')[1] ?? '', encoding).toString()).not.toContain('rd~~');
    }
  },
);

test('leaves nothing over of a secret that begins like another', () => {
  expect(redact('abc abcdef', ['abc', 'abcdef'])).toBe('[hidden] [hidden]');
});

test('takes an empty secret for none', () => {
  expect(redact('all of it', [''])).toBe('all of it');
});
