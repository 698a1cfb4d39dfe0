import { loadRelease } from '@playkin/functions/src/recommend/release/load.ts';
import type { Release } from '@playkin/functions/src/recommend/release/release.ts';
import { acronymsOf } from '@playkin/functions/src/recommend/search/acronyms.ts';
import { titleParts } from '@playkin/functions/src/recommend/search/words.ts';
import { search } from '@playkin/functions/src/recommend/search/search.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { publishGames } from '../../support/make-release.ts';
import type { TestGame } from '../../support/make-release.ts';
import { memoryStorage } from '../../support/memory-storage.ts';

/** Name → ratings. The little-known ones are there to be in the way. */
const TITLES: Record<string, number> = {
  'The Witcher 3: Wild Hunt': 5300,
  'The Witcher 2: Assassins of Kings': 1300,
  'With Those We Love Alive': 12,
  'Witch It': 40,
  'Witch Rush': 0,
  'Hollow Knight': 2100,
  'Hollow Knight: Silksong': 440,
  Hollow: 2,
  'Knight Hollow': 0,
  'Grand Theft Auto V': 5700,
  'Grand Theft Auto: San Andreas': 3900,
  'The Legend of Zelda: Breath of the Wild': 2800,
  'The Legend of Zelda: Ocarina of Time': 2100,
  'Zelda II: The Adventure of Link': 400,
  'The Elder Scrolls V: Skyrim': 4200,
  'Final Fantasy VII': 1600,
  'Final Fantasy VI': 700,
  'Final Fantasy X': 1000,
  'Call of Duty 4: Modern Warfare': 1800,
  'Resident Evil 2': 1300,
  'The Lord of the Rings: The Return of the King': 230,
  'Lotr Clone': 0,
  "Marvel's Spider-Man": 2000,
  Spiderette: 1,
  "Baldur's Gate III": 1400,
  'Pokémon Red Version': 590,
  'S.T.A.L.K.E.R.: Shadow of Chernobyl': 460,
  BioShock: 3100,
  'Half-Life 2': 3300,
  'Ведьмак: Начало': 3,
  太鼓の達人: 8,
  'Æon Flux': 20,
  'Command & Conquer: Red Alert 2': 300,
  'Elden Ring': 2100,
  "Assassin's Creed II": 3100,
  'Grand Theft Auto: Vice City': 3000,
};

const GAMES: TestGame[] = [
  ...Object.entries(TITLES).map(([name, ratings], i) => ({
    id: 100 + i,
    name,
    ratings,
    slug: `game-${String(i)}`,
  })),
  { id: 10, name: 'Doom', ratings: 900, aliases: ['Doom 1993', 'Doom: Ultimate'] },
  { id: 11, name: 'Doom: Ultimate', ratings: 5, editionOf: 10 },
  { id: 12, name: 'Doom VFR', ratings: 5, editionOf: 10, aliases: ['Doom Virtual'] },
];

let release: Release;
beforeAll(async () => {
  const storage = memoryStorage();
  await publishGames(
    storage,
    'r1',
    GAMES.map((game) => ({ vector: {}, ...game })),
  );
  release = await loadRelease(storage);
});

const names = (query: string, limit = 10) =>
  search(release.search, query, limit).map(({ game }) => release.games.name.at(game));

describe('search finds first', () => {
  test.each([
    // as you type, the famous first, a leading article left out
    ['wit', 'The Witcher 3: Wild Hunt'],
    ['the wit', 'The Witcher 3: Wild Hunt'],
    ['hollow k', 'Hollow Knight'],
    ['zelda', 'The Legend of Zelda: Breath of the Wild'],
    ['v', 'Grand Theft Auto V'],
    ['vi', 'Grand Theft Auto: Vice City'],
    // the whole title
    ['hollow knight silksong', 'Hollow Knight: Silksong'],
    ['knight hollow', 'Knight Hollow'],
    // words in any order
    ['hunt wild', 'The Witcher 3: Wild Hunt'],
    ['andreas theft', 'Grand Theft Auto: San Andreas'],
    // acronyms
    ['gta v', 'Grand Theft Auto V'],
    ['gta5', 'Grand Theft Auto V'],
    ['gta san andreas', 'Grand Theft Auto: San Andreas'],
    ['botw', 'The Legend of Zelda: Breath of the Wild'],
    ['tes v', 'The Elder Scrolls V: Skyrim'],
    ['ff7', 'Final Fantasy VII'],
    ['ffvii', 'Final Fantasy VII'],
    ['FF X', 'Final Fantasy X'],
    ['cod 4', 'Call of Duty 4: Modern Warfare'],
    ['re2', 'Resident Evil 2'],
    ['stalker', 'S.T.A.L.K.E.R.: Shadow of Chernobyl'],
    // Roman and Arabic numerals
    ['final fantasy 6', 'Final Fantasy VI'],
    ['baldurs gate 3', "Baldur's Gate III"],
    ['half life ii', 'Half-Life 2'],
    // accents, case, punctuation, spaces
    ['POKEMON RED', 'Pokémon Red Version'],
    ['spiderman', "Marvel's Spider-Man"],
    ['spider man', "Marvel's Spider-Man"],
    ['bio shock', 'BioShock'],
    ['halflife2', 'Half-Life 2'],
    ['aeon flux', 'Æon Flux'],
    ['command and conquer', 'Command & Conquer: Red Alert 2'],
    ['assassin’s creed', "Assassin's Creed II"],
    // other scripts
    ['ведьмак', 'Ведьмак: Начало'],
    ['太鼓', '太鼓の達人'],
    // typos: missing, added, replaced, swapped, two in a long word
    ['witchr', 'The Witcher 3: Wild Hunt'],
    ['zeldaa', 'The Legend of Zelda: Breath of the Wild'],
    ['skyrin', 'The Elder Scrolls V: Skyrim'],
    ['hlolow knight', 'Hollow Knight'],
    ['assasins cred', "Assassin's Creed II"],
    ['elden rng', 'Elden Ring'],
  ])('"%s" → %s', (query, expected) => {
    expect(names(query)[0]).toBe(expected);
  });
});

test('an acronym comes before a typo and after the word itself when as well known', () => {
  expect(names('lotr').slice(0, 2).sort()).toEqual([
    'Lotr Clone',
    'The Lord of the Rings: The Return of the King',
  ]);
});

describe('a whole title', () => {
  const order = async (query: string) => {
    const storage = memoryStorage();
    await publishGames(storage, 'r', [
      { id: 1, name: 'Dark Souls', ratings: 1500 },
      { id: 2, name: 'Dark Souls III', ratings: 2500 },
      { id: 3, name: 'The Witcher', ratings: 1200 },
      { id: 4, name: 'The Witcher 3: Wild Hunt', ratings: 5300 },
    ]);
    const { games, ...rest } = await loadRelease(storage);
    return search(rest.search, query, 5).map(({ game }) => games.name.at(game));
  };

  test.each(['dark sols', 'drak souls', 'dar souls', 'dark soul', 'dark souls'])(
    'comes before its famous sequel, as in "%s"',
    async (query) => {
      expect(await order(query)).toEqual(['Dark Souls', 'Dark Souls III']);
    },
  );

  test('may lack its article', async () => {
    expect(await order('wicher')).toEqual(['The Witcher', 'The Witcher 3: Wild Hunt']);
  });

  test('of which little is typed comes after the famous sequel, as do its words in another order', async () => {
    expect(await order('dark s')).toEqual(['Dark Souls III', 'Dark Souls']);
    expect(await order('wit')).toEqual(['The Witcher 3: Wild Hunt', 'The Witcher']);
    expect(await order('sols dark')).toEqual(['Dark Souls III', 'Dark Souls']);
  });
});

test('where no title has all words, those with the most letters of them are found', () => {
  expect(names('holow nite')[0]).toBe('Hollow Knight');
  expect(names('elden qqqq rng')).toEqual(['Elden Ring']);
  expect(names('elden ring qqqqqqqqqqq')).toEqual(['Elden Ring']);
  expect(names('ring qqqqqqqqqqq')).toEqual([]);
  expect(names('biosock skrim')).toEqual(['BioShock']);
});

test('titles with all words but one come before unknown ones that have something like all, not before their words', async () => {
  const storage = memoryStorage();
  await publishGames(storage, 'r', [
    { id: 1, name: 'Hollow Knight', ratings: 2100 },
    { id: 2, name: 'Blood Hollow International', ratings: 0 },
    { id: 3, name: 'Kingdom Hollow Stories', ratings: 0 },
  ]);
  const { games, ...rest } = await loadRelease(storage);
  const order = (query: string) => search(rest.search, query, 5).map(({ game }) => games.name.at(game));
  expect(order('holow nite')).toEqual([
    'Hollow Knight',
    'Blood Hollow International',
    'Kingdom Hollow Stories',
  ]);
  expect(order('hollow kingd')).toEqual(['Kingdom Hollow Stories']);
});

test('a whole title comes before the famous titles that only begin so', () => {
  expect(names('hollow').slice(0, 2)).toEqual(['Hollow', 'Hollow Knight']);
  expect(names('hollow', 2)).toHaveLength(2);
});

test('short words and numbers are not taken for typos, but another part of a series is near', () => {
  expect(names('re3')).toEqual([]);
  expect(names('final fantasy 9')).toEqual(['Final Fantasy VII', 'Final Fantasy X', 'Final Fantasy VI']);
  expect(names('xyzzyx')).toEqual([]);
});

test('what follows the first sixteen words does not matter', () => {
  const long = `hollow knight ${'hollow knight '.repeat(7)}`;
  expect(names(`${long} xyzzy`)).toEqual(names(long));
  expect(names(long)).toContain('Hollow Knight');
});

test('a query of nothing but punctuation finds nothing', () => {
  expect(names('!!!')).toEqual([]);
});

test('a game appears once, its editions only where their own title matches better', () => {
  const found = (query: string) =>
    search(release.search, query, 10).map(({ game, alias }) => [release.games.name.at(game), alias]);
  expect(found('doom')).toEqual([['Doom', undefined]]);
  expect(found('doom 1993')).toEqual([['Doom', 'Doom 1993']]);
  expect(found('doom vfr')).toEqual([['Doom VFR', undefined]]);
  expect(found('doom virtual')).toEqual([['Doom VFR', 'Doom Virtual']]);
  // The alias of the main game repeats the edition's name.
  expect(found('doom ultimate')).toEqual([['Doom: Ultimate', undefined]]);
});

test('an acronym comes before a famous title that only has words beginning so', async () => {
  const storage = memoryStorage();
  await publishGames(storage, 'r', [
    { id: 1, name: 'Red Dead Redemption 2', ratings: 4000 },
    { id: 2, name: 'Resident Evil 2', ratings: 700 },
  ]);
  const games = await loadRelease(storage);
  const names = search(games.search, 're2', 5).map(({ game }) => games.games.name.at(game));
  expect(names).toEqual(['Resident Evil 2', 'Red Dead Redemption 2']);
});

test('one search leaves nothing behind for the next', () => {
  const { scratch } = release.search;
  search(release.search, 'the', 5);
  for (const array of Object.values(scratch)) expect(array.every((value: number) => value === 0)).toBe(true);
});

test('acronyms are made of each part of a title and of the whole', () => {
  const acronyms = (title: string) => acronymsOf(titleParts(title));
  expect(acronyms('Grand Theft Auto V')).toEqual(['gta', 'gta5']);
  expect(acronyms('The Lord of the Rings')).toEqual(['tlotr', 'lotr']);
  expect(acronyms('Counter-Strike: Global Offensive')).toEqual(['cs', 'go', 'csgo']);
  expect(acronyms('Portal')).toEqual([]);
  const split = (word: string) => (word === 'battlefield' ? ['battle', 'field'] : undefined);
  expect(acronymsOf(titleParts('Battlefield: Bad Company 2'), split)).toContain('bfbc2');
});

describe('what used to find nothing, or another game', () => {
  const PC = { platform: ['PC (Microsoft Windows)'] };
  const games: TestGame[] = [
    { id: 1, name: "Super Spike V'Ball", ratings: 20 },
    { id: 2, name: 'X-Blades', ratings: 30 },
    { id: 3, name: 'Shadow Tactics: Blades of the Shogun', ratings: 300 },
    { id: 4, name: 'X-Men Legends', ratings: 30 },
    { id: 5, name: 'Xenoblade Chronicles', ratings: 400 },
    { id: 6, name: 'Hi-Fi Rush', ratings: 130 },
    { id: 7, name: 'Rust', ratings: 600 },
    { id: 8, name: 'F1 23' },
    { id: 9, name: 'Final Fantasy X', ratings: 1200 },
    { id: 10, name: 'Final Fantasy XV', ratings: 1200 },
    { id: 12, name: 'F-Zero X', ratings: 200 },
    { id: 14, name: 'Doom', ratings: 2000, year: 2016, tags: PC },
    { id: 15, name: 'Pro Soccer 2016', ratings: 20, year: 2015 },
    { id: 16, name: 'Dark Souls III', ratings: 2000 },
    { id: 17, name: 'スーパーマリオブラザーズ', ratings: 20 },
    { id: 18, name: '???', ratings: 20 },
    { id: 19, name: 'Mega Man X', ratings: 300 },
    { id: 20, name: 'Super Mario Bros.', ratings: 1500 },
    { id: 21, name: 'Brothers: A Tale of Two Sons', ratings: 900 },
    { id: 22, name: 'Doom', ratings: 900, year: 1993, tags: { platform: ['DOS'] } },
    { id: 23, name: 'X', ratings: 0 },
    { id: 24, name: 'Resident Evil 2', ratings: 1400, year: 2019, type: 8, tags: PC },
    { id: 25, name: 'Resident Evil 2', ratings: 600, year: 1998, tags: { platform: ['PlayStation'] } },
    { id: 26, name: 'Resident Evil 2: Soundtrack', ratings: 0, type: 13 },
    { id: 27, name: 'Left 4 Dead', ratings: 700 },
    { id: 28, name: 'Warhammer 40,000: Dawn of War', ratings: 200 },
    { id: 29, name: 'F.E.A.R.', ratings: 500 },
    { id: 30, name: 'N+', ratings: 0 },
    { id: 31, name: 'N', ratings: 0 },
    { id: 32, name: 'World of Warcraft', ratings: 900 },
    { id: 33, name: 'World of Warcraft Classic', ratings: 3 },
    { id: 34, name: 'Mario & Luigi: Dream Team', ratings: 70 },
    { id: 35, name: 'Cosy Town', ratings: 0 },
    { id: 36, name: 'Cosy Caravan: Cosy Pack', ratings: 0, type: 1 },
    { id: 37, name: 'Halo', ratings: 900, year: 2001, tags: { platform: ['Xbox'] } },
    { id: 38, name: 'Half-Life', ratings: 2800, year: 2001, tags: { platform: ['PlayStation 2'] } },
    { id: 39, name: 'Battlefield 3', ratings: 1000 },
    { id: 40, name: 'Serious Sam 3: BFE', ratings: 160 },
    { id: 41, name: 'Final Fantasy X-2', ratings: 300 },
    { id: 42, name: 'Sonic the Hedgehog', ratings: 100, year: 2006 },
    { id: 43, name: 'Sonic 2006', ratings: 0, year: 2021 },
    { id: 44, name: 'Super Smash Bros.', ratings: 400, tags: { platform: ['Nintendo 64'] } },
    { id: 45, name: 'Super Smash Bros. Melee', ratings: 1000, tags: { platform: ['Nintendo GameCube'] } },
    { id: 46, name: 'Mortal Fight X', ratings: 500 },
    { id: 47, name: 'Mortal Fight X: Visitor', ratings: 0, editionOf: 46 },
    { id: 48, name: 'Visitor', ratings: 0 },
    { id: 49, name: 'Elden Ring', ratings: 2000 },
    { id: 50, name: 'Ring: Terror', ratings: 30 },
    { id: 51, name: 'Like a Dragon', ratings: 50 },
    { id: 52, name: 'Endless Ocean Way V', ratings: 5000 },
    { id: 53, name: 'Endless Ocean Way Online', ratings: 300 },
    { id: 54, name: 'On the Halo', ratings: 0, tags: { platform: ['PlayStation 2'] } },
    { id: 55, name: '!EOWO!', ratings: 0 },
    { id: 56, name: 'Saints March: The Third', ratings: 300 },
    { id: 57, name: 'Elden Ring: Shadow of the Tree', ratings: 84, type: 1, editionOf: 49 },
    { id: 58, name: 'Elden Ring: Shadow of the Tree Edition', ratings: 0, editionOf: 49 },
    ...['Battle', 'Field'].flatMap((word, i) =>
      ['One', 'Two', 'Three'].map((number, j) => ({ id: 60 + 3 * i + j, name: `${number} ${word}` })),
    ),
  ];
  let made: Release;
  beforeAll(async () => {
    const storage = memoryStorage();
    await publishGames(storage, 'r', games);
    made = await loadRelease(storage);
  });
  const first = (query: string) => {
    const [found] = search(made.search, query, 5);
    return found && made.games.id[found.game];
  };

  test.each([
    ['xmen', 4],
    ['xblades', 2],
    ['megamanx', 19],
    ['super spike v ball', 1],
    ['hifi', 6],
    ['hifi rush', 6],
    ['f1', 8],
    ['f1 2023', 8],
    ['doom 2016', 14],
    ['2016 doom', 14],
    ['doom 1993', 22],
    ['doom dos', 22],
    ['pro soccer 2016', 15],
    ['DARK SOULS™ III Deluxe Edition', 16],
    ['マリオ', 17],
    ['mario brothers', 20],
    ['???', 18],
    ['x', 23],
    ['final fantasy 10', 9],
    ['resident evil 2', 24],
    ['resident evil 2 remake', 24],
    ['resident evil 2 original', 25],
    ['resident evil 2 ps1', 25],
    ['leftfordead', 27],
    ['lfet 4 daed', 27],
    ['dow 40k', 28],
    ['fear', 29],
    ['n+', 30],
    ['n', 31],
    ['wow classic', 33],
    ['games like left 4 dead', 27],
    ['mario + luigi', 34],
    ['mario and luigi', 34],
    ['cosy', 35],
    // No such game on that platform or of that year: the name counts for more.
    ['halo ps2', 37],
    ['halo 1995 ps2', 37],
    ['smash 64', 44],
    // Compounds, numerals before a number
    ['bf3', 39],
    ['ffx2', 41],
    // An edition nobody heard of
    ['Halo Firefly Edition', 37],
    // A part of an add-on's title is not as well known as its game.
    ['visitor', 48],
    ['what should i play after elden ring', 49],
    ['best games similar to elden ring', 49],
    ['games that are like elden ring but on the moon', 49],
    ['elden ring like games', 49],
    ['like a dragon', 51],
    // An acronym of the whole title of what many rated, beside the title of what nobody rated
    ['eowo', 53],
    ['saints march 3', 56],
    // An add-on by the whole of its own title
    ['shadow of the tree', 57],
    // The platform is of what is wished for, not of what is liked.
    ['games like halo for ps2', 37],
    // A number that only says that it is the first
    ['halo 1', 37],
    // An acronym before the words that its game's title lacks
    ['eow online', 53],
  ])('"%s"', (query, expected) => {
    expect(first(query)).toBe(expected);
  });

  test('beside the whole title of what nobody rated, the game of that year', () => {
    const found = search(made.search, 'sonic 2006', 2).map(({ game }) => made.games.id[game]);
    expect(found).toEqual([43, 42]);
  });

  test.each(['😀', '\u200b', '…', '¿?', '(', '\\', '\ud800', 'ﷺ', '%_', 'a'.repeat(200), '1 '.repeat(100)])(
    'an odd query is answered: %s',
    (query) => {
      expect(Array.isArray(search(made.search, query, 5))).toBe(true);
    },
  );
});
