/** Words that people type for each other. A short list: each pair makes every query with one of them broader. */
const GROUPS: readonly (readonly string[])[] = [
  ['1', 'one'],
  ['2', 'ii', 'two'],
  ['3', 'iii', 'three', '3rd', 'third'],
  ['4', 'iv', 'four', 'for'],
  ['5', 'v', 'five'],
  ['6', 'vi', 'six'],
  ['7', 'vii', 'seven'],
  ['8', 'viii', 'eight'],
  ['9', 'ix', 'nine'],
  ['10', 'x', 'ten'],
  ...'xi xii xiii xiv xv xvi xvii xviii xix xx'.split(' ').map((roman, i) => [String(11 + i), roman]),
  ['1st', 'first'],
  ['2nd', 'second'],
  ['4th', 'fourth'],
  ['5th', 'fifth'],
  ['6th', 'sixth'],
  ['7th', 'seventh'],
  ['8th', 'eighth'],
  ['9th', 'ninth'],
  ['10th', 'tenth'],
  ['and', 'plus', 'n'],
  ['bros', 'brothers'],
  ['vs', 'versus'],
  ['dr', 'doctor'],
  ['mr', 'mister'],
  ['ms', 'miss'],
  ['st', 'saint'],
  ['mt', 'mount'],
  ['jr', 'junior'],
  ['vol', 'volume'],
  ['ep', 'episode'],
  ['pt', 'part'],
  ['color', 'colour'],
  ['armor', 'armour'],
  ['honor', 'honour'],
  ['theater', 'theatre'],
  ['center', 'centre'],
  ['gray', 'grey'],
  ...'alpha beta gamma delta theta lambda pi sigma chi omega'
    .split(' ')
    .map((name, i) => [name, 'αβγδθλπσχω'[i] ?? '']),
];

const OTHERS = new Map(
  GROUPS.flatMap((group) => group.map((word) => [word, group.filter((other) => other !== word)])),
);

const THOUSANDS = /^(\d+)(k|000)$/;

/** What else may stand in a title for the word: "ii" and "two" for 2, "bros" for brothers, 40000 for 40k. */
export function equivalentsOf(word: string): string[] {
  const others = [...(OTHERS.get(word) ?? [])];
  const thousands = THOUSANDS.exec(word);
  if (thousands) others.push(`${thousands[1] ?? ''}${thousands[2] === 'k' ? '000' : 'k'}`);
  return others;
}
