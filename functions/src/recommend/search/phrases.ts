/** What people put before the game that they mean. */
const LEAD_INS: readonly string[] = [
  'more games like',
  'best games like',
  'good games like',
  'the best games like',
  'top games like',
  'other games like',
  'games like',
  'game like',
  'games just like',
  'games similar to',
  'game similar to',
  'games such as',
  'something similar to',
  'something like',
  'anything like',
  'what to play after',
  'what to play if i like',
  'similar to',
  'alternatives to',
  'alternative to',
  'alternatives for',
  'alternative for',
  'if i like',
  'i like',
  'i love',
  'like',
  'play',
  'download',
  'buy',
];

/** What shops and people put behind a game's name and its title may not have, the longest first. */
const TAILS: readonly string[] = [
  'game of the year edition',
  'full game download',
  'digital deluxe edition',
  'collectors edition',
  'standard edition',
  'full version',
  'full game',
  'video game',
  'the game',
  'digital deluxe',
  'game of the year',
  'free download',
  'edition',
  'deluxe',
  'digital',
  'standard',
  'collectors',
  'limited',
  'ultimate',
  'complete',
  'premium',
  'gold',
  'platinum',
  'definitive',
  'enhanced',
  'special',
  'bundle',
  'goty',
  'full',
];

/** What people put behind a game's name whatever it is. */
const FILLERS = new Set([
  'game',
  'games',
  'download',
  'online',
  'free',
  'wiki',
  'walkthrough',
  'guide',
  'code',
]);

const wordsOf = (phrases: readonly string[]) =>
  phrases.map((phrase) => phrase.split(' ')).sort((a, b) => b.length - a.length);

const LEAD_IN_WORDS = wordsOf(LEAD_INS);
const TAIL_WORDS = wordsOf(TAILS);

/** The words after a phrase such as "games like"; `undefined` where there is none, or nothing after it. */
export function withoutLeadIn(words: readonly string[]): string[] | undefined {
  const leadIn = LEAD_IN_WORDS.find(
    (phrase) => phrase.length < words.length && phrase.every((word, i) => words[i] === word),
  );
  return leadIn && words.slice(leadIn.length);
}

/** The words before such as "deluxe edition"; `undefined` where there is none, or nothing before it. */
export function withoutTail(words: readonly string[]): string[] | undefined {
  const tail = TAIL_WORDS.find(
    (phrase) =>
      phrase.length < words.length &&
      phrase.every((word, i) => words[words.length - phrase.length + i] === word),
  );
  return tail && words.slice(0, -tail.length);
}

/** The words before "game", "online" and the like; `undefined` where they do not end so, or with nothing before it. */
export function withoutFiller(words: readonly string[]): string[] | undefined {
  const end = words.findLastIndex((word) => !FILLERS.has(word)) + 1;
  return end > 0 && end < words.length ? words.slice(0, end) : undefined;
}

/** What stands for several words: "goty" for "game of the year"; `undefined` where there is nothing of the kind. */
export function spelledOut(words: readonly string[]): string[] | undefined {
  const place = words.indexOf('goty');
  return place === -1 ? undefined : words.toSpliced(place, 1, 'game', 'of', 'the', 'year');
}
