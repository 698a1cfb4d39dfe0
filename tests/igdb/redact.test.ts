import { expect, test } from 'vitest';
import { redact } from '@playkin/functions/src/igdb/redact.ts';

test('hides every secret, wherever and however it is spelt', () => {
  const secrets = ['my id', 'p&ss w/rd'];
  const text = 'my id; id=my+id&secret=p%26ss+w%2Frd; my%20id p%26ss%20w%2Frd p&ss w/rd';
  expect(redact(text, secrets)).toBe('[hidden]; id=[hidden]&secret=[hidden]; [hidden] [hidden] [hidden]');
});

test('hides them in Base64', () => {
  // Of 'p?ss>' and its bytes: cD9zcz4=.
  expect(redact('Basic cD9zcz4= cD9zcz4', ['p?ss>'])).toBe('Basic [hidden]= [hidden]');
  expect(redact('8J-OriE 8J+OriE=', ['🎮!'])).toBe('[hidden] [hidden]=');
});

test('leaves nothing over of a secret that begins like another', () => {
  expect(redact('abc abcdef', ['abc', 'abcdef'])).toBe('[hidden] [hidden]');
});

test('takes an empty secret for none', () => {
  expect(redact('all of it', [''])).toBe('all of it');
});
