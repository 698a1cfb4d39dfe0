/** What people say around a wish, in whatever order: "what are some good games". */
const CHATTER =
  'a all an any anything are best by can cool do does else find for fun game games give good great i im in is it just kind kinds list looking ' +
  'me more most my new of on other others pc play please recommend recommendation recommendations recommended rpg rpgs same should show shooter ' +
  'shooters some something strategy stuff suggest that the there thing things title titles to top try want what whats which';
/** What of it, or of the phrase before the game, makes it a wish. */
const CUE = /\b(?:like|alternatives?|similar|play|download|buy|love|loved|after)\b/;
/** Then comes the game. */
const BEFORE_THE_GAME = [
  '(?:just |exactly |more |most )?like',
  'such as',
  'reminiscent of',
  'in the (?:style|vein|spirit) of',
  '(?:similar|close|closest|comparable|alternatives?) (?:games? |titles? )?(?:to|for)',
  '(?:play|do|try) (?:next )?(?:after|if (?:i|you) (?:like|liked|love|loved|enjoy|enjoyed))(?: playing| finishing)?',
  'if (?:i|you) (?:like|liked|love|loved|enjoy|enjoyed)',
  'i (?:really )?(?:like|liked|love|loved)',
  'play',
  'download',
  'buy',
].join('|');
const LEAD_IN = new RegExp(`^(?:(?:${CHATTER.replaceAll(' ', '|')}) )*?(?:${BEFORE_THE_GAME}) (?=.)`);
/** What follows tells how the wish differs: "games like skyrim but in space". */
const BUT = 'but';

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
  'collector',
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
  'like',
  'similar',
  'alternative',
  'alternatives',
  'clone',
  'clones',
  'vibes',
]);

const TAIL_WORDS = TAILS.map((phrase) => phrase.split(' ')).sort((a, b) => b.length - a.length);

/** The words after a phrase such as "games like", up to a "but"; `undefined` where there is none, or nothing after it. */
export function withoutLeadIn(words: readonly string[]): string[] | undefined {
  const leadIn = LEAD_IN.exec(words.join(' '))?.[0];
  if (leadIn === undefined || !CUE.test(leadIn)) return undefined;
  const rest = words.slice(leadIn.trim().split(' ').length);
  const but = rest.indexOf(BUT);
  return but > 0 ? rest.slice(0, but) : rest;
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

const NAMED_EDITIONS = new Set(['edition', 'bundle', 'version']);

/** The words before the name of an edition that nobody knows: "firefly edition". It has one word; `undefined` as above. */
export function withoutNamedEdition(words: readonly string[]): string[] | undefined {
  return words.length > 2 && NAMED_EDITIONS.has(words.at(-1) ?? '') ? words.slice(0, -2) : undefined;
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
