import { arabic, fold, foldWords } from '@playkin/shared/fold.ts';
import { expect, test } from 'vitest';

test.each([
  ['Pokémon™', 'pokemon'],
  ["Marvel's Spider-Man", 'marvels spider man'],
  ['Marvel’s Spider‐Man', 'marvels spider man'],
  ['Command & Conquer', 'command and conquer'],
  ['Straße, Æther, Ørsted, Œuvre, Łódź', 'strasse aether orsted oeuvre lodz'],
  ['İSTANBUL', 'istanbul'],
  ['ＦＩＮＡＬ　ＦＡＮＴＡＳＹ　Ⅶ', 'final fantasy 7'],
  ['Final Fantasy XIV', 'final fantasy 14'],
  ['I, Robot', 'i robot'],
  ['Vixi XXI', 'vixi xxi'],
  ['S.T.A.L.K.E.R. 2', 's t a l k e r 2'],
  ['Ведьмак', 'ведьмак'],
  ['ガンダム', 'カンタム'],
  ['  ***  ', ''],
  ['', ''],
])('"%s" folds to "%s"', (title, folded) => {
  expect(fold(title)).toBe(folded);
  expect(fold(folded)).toBe(folded);
});

test('words keep their Roman numerals until asked', () => {
  expect(foldWords('Grand Theft Auto V')).toEqual(['grand', 'theft', 'auto', 'v']);
  expect(['ii', 'v', 'xix', 'xx', 'i', 'vii7'].map(arabic)).toEqual(['2', '5', '19', '20', 'i', 'vii7']);
});
