import { expect, test } from 'vitest';
import { languageOf } from '../../web/src/language.ts';

test.each([
  [['de-CH', 'en'], 'de'],
  [['zh-Hant-TW'], 'zh'],
  [['nb-NO', 'en'], 'no'],
  [['sw', 'fr-CA', 'en'], 'fr'],
  [['en-GB', 'de'], undefined],
  [['sw'], undefined],
  [[], undefined],
])('who reads %j gets names in %s', (preferred, language) => {
  expect(languageOf(preferred)).toBe(language);
});
