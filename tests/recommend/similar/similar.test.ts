import { at } from '@playkin/functions/src/arrays/rows.ts';
import { type Filters, isFilterless } from '@playkin/functions/src/recommend/similar/filters.ts';
import { loadRelease } from '@playkin/functions/src/recommend/release/load.ts';
import { profileOf } from '@playkin/functions/src/recommend/similar/profile.ts';
import type { Release } from '@playkin/functions/src/recommend/release/release.ts';
import { cosine, LEAST_PRODUCTS, scoreOne } from '@playkin/functions/src/recommend/similar/score.ts';
import {
  fromIndex,
  fromNeighbors,
  isPlain,
  similar,
} from '@playkin/functions/src/recommend/similar/similar.ts';
import type { SimilarQuery } from '@playkin/functions/src/recommend/similar/query.ts';
import { contributions, explain } from '@playkin/functions/src/recommend/why/why.ts';
import { TAG_KINDS } from '@playkin/shared/release.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { publishGames } from '../../support/make-release.ts';
import type { TestGame } from '../../support/make-release.ts';
import { memoryStorage } from '../../support/memory-storage.ts';
import { randomGames } from '../../support/random-games.ts';
import { seededRandom } from '@playkin/functions/src/evaluate/random.ts';

const ANYTHING: Filters = { tags: [] };

async function releaseOf(games: TestGame[]): Promise<Release> {
  const storage = memoryStorage();
  await publishGames(storage, 'r1', games);
  return loadRelease(storage);
}

/**
 * The definition, written out: score every game, drop what does not pass, sort, sort each fifty again by what fame adds, keep the
 * first of each family.
 */
function byDefinition(release: Release, query: SimilarQuery) {
  const profile = profileOf(release, query.like, query.unlike);
  const { games } = release;
  const rated = Array.from(games.ratings.subarray(0, release.canonicalCount)).filter(
    (ratings) => ratings > 0,
  );
  rated.sort((a, b) => b - a);
  const bar = rated[Math.ceil(rated.length / 10) - 1] ?? Infinity;
  const median = rated[Math.floor(rated.length / 2)] ?? 0;
  const isHidden = (game: number) =>
    at(games.ratings, game) <= median && (at(games.rating, game) === 255 || at(games.rating, game) >= 70);
  const has = (game: number, list: readonly number[]) => {
    const row = games.tags.values.subarray(at(games.tags.start, game), at(games.tags.start, game + 1));
    return list.length === 0 || list.some((tag) => row.includes(tag));
  };
  const passes = (game: number) => {
    const { tags, from, to, popularity } = query.filters;
    const year = at(games.year, game);
    if ((from !== undefined || to !== undefined) && year === 0) return false;
    if (year < (from ?? -9999) || year > (to ?? 9999)) return false;
    if (popularity === 'famous' && at(games.ratings, game) < bar) return false;
    if (popularity === 'hidden' && !isHidden(game)) return false;
    if (query.adult !== true && games.adult[game] === 1) return false;
    return games.recommended[game] === 1 && tags.every((list) => has(game, list));
  };
  const familyOf = (game: number) => at(games.family, game);
  const seedFamilies = [...query.like, ...query.unlike].map(familyOf);
  const seeds = [...query.like, ...query.unlike];
  const liked = Math.floor(
    query.like.reduce((sum, game) => sum + at(games.renown, game), 0) / query.like.length,
  );
  const renownOf = (game: number) => at(games.renown, game);
  const favour = (game: number) => 2 ** 15 + Math.floor((liked * renownOf(game)) / 2 ** 15);
  const nearest = Array.from({ length: release.canonicalCount }, (_, game) => game)
    .filter((game) => !seeds.includes(game) && passes(game))
    .map((game) => ({ game, sum: scoreOne(release, profile, game) }))
    .filter(({ sum }) => sum >= (isFilterless(query.filters) ? LEAST_PRODUCTS : 1))
    .sort((a, b) => b.sum - a.sum || renownOf(b.game) - renownOf(a.game) || a.game - b.game);
  const seriesOf = (game: number) => [
    ...games.series.values.subarray(at(games.series.start, game), at(games.series.start, game + 1)),
  ];
  const listed: { game: number; score: number; match: number }[] = [];
  /** Whether the list so far holds enough of a series of the game. */
  const isFull = (game: number) =>
    query.allOfSeries !== true &&
    seriesOf(game).some((series) => {
      const most = seeds.some((seed) => seriesOf(seed).includes(series)) ? 1 : 2;
      return listed.filter((other) => seriesOf(other.game).includes(series)).length >= most;
    });
  /** Favour in parts of the most there can be; from the second fifty on at most that of every game of the fifties before. */
  const matchIn = (all: { fifty: number; favoured: number }[], { fifty, favoured }: (typeof all)[number]) =>
    Math.min(
      1,
      ...all
        .filter((other) => other.fifty < fifty)
        .map((other) => other.favoured / (2 ** 30 * (2 ** 15 + liked))),
      favoured / (2 ** 30 * (2 ** 15 + liked)),
    );
  const inOrder = nearest
    .map((scored, i) => ({
      ...scored,
      fifty: Math.floor(i / 50),
      favoured: scored.sum * favour(scored.game),
    }))
    .sort(
      (a, b) =>
        a.fifty - b.fifty ||
        b.favoured - a.favoured ||
        renownOf(b.game) - renownOf(a.game) ||
        a.game - b.game,
    )
    .map(({ game, sum, fifty, favoured }) => ({ game, score: cosine(sum), fifty, favoured }))
    .map((one, _i, all) => ({ game: one.game, score: one.score, match: matchIn(all, one) }))
    .filter(({ game }) => !seedFamilies.includes(familyOf(game)))
    .filter(({ game }, i, all) => all.findIndex((other) => familyOf(other.game) === familyOf(game)) === i);
  for (const one of inOrder) if (listed.length < query.limit && !isFull(one.game)) listed.push(one);
  if (listed.length > 0 || isFilterless(query.filters)) return listed;
  // What passes a filter is listed although it has nothing in common with the seeds: the well rated and well known first.
  const worth = (game: number) => {
    const rating = at(games.rating, game);
    return ((rating === 255 ? 50 : rating) / 100) * Math.max(1, at(games.renown, game));
  };
  const strangers = Array.from({ length: release.canonicalCount }, (_, game) => game)
    .filter((game) => !seeds.includes(game) && passes(game) && !seedFamilies.includes(familyOf(game)))
    .sort((a, b) => worth(b) - worth(a) || a - b)
    .filter((game, i, all) => all.findIndex((other) => familyOf(other) === familyOf(game)) === i);
  for (const game of strangers) {
    if (listed.length < query.limit && !isFull(game)) listed.push({ game, score: 0, match: 0 });
  }
  return listed;
}

/** Adult games that would pass and score at least as much as the last of the list, or anything where the list is short. */
function withheldByDefinition(release: Release, query: SimilarQuery): number {
  if (query.adult === true) return 0;
  const list = byDefinition(release, query);
  const lowest = list.length < query.limit ? 0 : Math.min(...list.map(({ score }) => score));
  // With a limit beyond all games, every adult game that passes is in this list, but for those of one family.
  const all = byDefinition(release, { ...query, adult: true, allOfSeries: true, limit: Infinity });
  return all.filter(({ game, score }) => release.games.adult[game] === 1 && score >= lowest).length;
}

describe('on random games', () => {
  let release: Release;
  beforeAll(async () => {
    release = await releaseOf(randomGames(400, 1));
  });

  test.each([5, 10, 20])(
    'neighbours and inverted index give the same games, order and scores: %i',
    (limit) => {
      let compared = 0;
      for (let game = 0; game < release.canonicalCount; game++) {
        const profile = profileOf(release, [game], []);
        const query = { like: [game], unlike: [], filters: ANYTHING, limit };
        const ready = isPlain(release, query) ? fromNeighbors(release, query, profile) : undefined;
        if (ready) expect(ready).toEqual(fromIndex(release, query, profile));
        compared += ready ? 1 : 0;
        expect(similar(release, query).results).toEqual(byDefinition(release, query));
      }
      expect(compared).toBeGreaterThan(50);
    },
  );

  test('a longer list than the neighbours hold begins with the shorter one', () => {
    const ask = (limit: number) =>
      similar(release, { like: [7], unlike: [], filters: ANYTHING, limit }).results;
    const tooLong = { like: [7], unlike: [], filters: ANYTHING, limit: 51 };
    expect(fromNeighbors(release, tooLong, profileOf(release, [7], []))).toBeUndefined();
    expect(ask(60).slice(0, 50)).toEqual(ask(50));
  });

  test('any mix of seeds and filters gives what the definition gives', () => {
    const next = seededRandom(2);
    const below = (n: number) => Math.floor(next() * n);
    const some = (max: number) => Array.from({ length: below(max) }, () => below(release.canonicalCount));
    const tagsOf = (kind: string) =>
      [...release.tags.kind.keys()].filter(
        (tag) => TAG_KINDS[at(release.tags.kind, tag)] === kind && next() < 0.4,
      );
    let found = 0;
    let withheldSum = 0;
    for (let round = 0; round < 300; round++) {
      const like = [...new Set([below(release.canonicalCount), ...some(4)])];
      const query: SimilarQuery = {
        like,
        unlike: some(3).filter((game) => !like.includes(game)),
        filters: {
          tags: [next() < 0.5 ? tagsOf('genre') : [], next() < 0.5 ? tagsOf('platform') : []],
          ...(next() < 0.3 && { from: 1990 + below(20) }),
          ...(next() < 0.3 && { to: 2000 + below(20) }),
          ...(next() < 0.4 && { popularity: next() < 0.5 ? ('famous' as const) : ('hidden' as const) }),
        },
        ...(next() < 0.4 && { adult: true }),
        ...(next() < 0.4 && { allOfSeries: true }),
        limit: 1 + below(50),
      };
      const { results, withheld } = similar(release, query);
      expect(results).toEqual(byDefinition(release, query));
      expect(withheld).toBe(withheldByDefinition(release, query));
      withheldSum += withheld;
      found += results.length;
    }
    expect(withheldSum).toBeGreaterThan(100);
    expect(found).toBeGreaterThan(1000);
  });

  test('the parts of a score add up to it, those of unliked traits counting against it', () => {
    for (const [like, unlike] of [
      [[1], []],
      [[2, 3], []],
      [
        [4, 5],
        [6, 8],
      ],
    ] as const) {
      const { profile, results } = similar(release, { like, unlike, filters: ANYTHING, limit: 30 });
      for (const { game, score } of results) {
        const parts = contributions(release, profile, game);
        const sum = parts.reduce((total, { share }) => total + share, 0);
        expect(Math.abs(sum - score)).toBeLessThan(score === 1 ? 1e-3 : 1e-12);
        expect(explain(release, profile, game).why.every(({ share }) => share > 0)).toBe(true);
      }
    }
  });

  test('the scratch arrays are left clean', () => {
    similar(release, { like: [1, 2], unlike: [3], filters: ANYTHING, limit: 10 });
    const { sums, weightOf } = release.scratch;
    for (const array of [sums, weightOf]) expect(array.every((value) => value === 0)).toBe(true);
  });
});

describe('reasons', () => {
  const pair = (vector: Record<string, number>): Promise<Release> =>
    releaseOf([
      { id: 1, name: 'A', vector },
      { id: 2, name: 'B', vector },
    ]);
  const reasons = (release: Release) => explain(release, profileOf(release, [0], []), 1).why;

  test('leave words out where three named traits speak, and name at most six', async () => {
    const named = Object.fromEntries(
      Array.from({ length: 8 }, (_, i) => [`keyword:trait ${String(i)}`, 8 - i]),
    );
    const shown = reasons(await pair({ ...named, 'word:king': 9 }));
    expect(shown.map(({ name }) => name)).toEqual([0, 1, 2, 3, 4, 5].map((i) => `Trait ${String(i)}`));
  });

  test('fill up with words, after a named trait of equal share', async () => {
    const shown = reasons(await pair({ 'word:bug': 2, 'theme:Zen': 2, 'word:king': 3 }));
    expect(shown.map(({ name }) => name)).toEqual(['king', 'Zen', 'bug']);
  });

  test('name what tells games apart before what nearly all share', async () => {
    const common = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`mode:Common ${String(i)}`, 3]));
    const others = Array.from({ length: 20 }, (_, i) => ({
      id: 10 + i,
      name: `Other ${String(i)}`,
      vector: common,
    }));
    const release = await releaseOf([
      ...[1, 2].map((id) => ({
        id,
        name: `Game ${String(id)}`,
        vector: { ...common, 'keyword:beekeeping': 2 },
      })),
      ...others,
    ]);
    const shown = reasons(release).map(({ name }) => name);
    expect(shown).toHaveLength(6);
    expect(shown).toContain('Beekeeping');
  });

  test('count a word of the summaries for the trait that names it, in the singular', async () => {
    const shown = reasons(
      await pair({ 'keyword:boss fights': 1, 'word:fight': 1, 'word:honey': 1, 'genre:Puzzle': 1 }),
    );
    expect(shown.map(({ name, share }) => [name, Math.round(share * 100)])).toEqual([
      ['Boss fights', 50],
      ['honey', 25],
      ['Puzzle', 25],
    ]);
  });

  test('count a word for the trait that names it in a plural that the rule of -s alone would spoil', async () => {
    const shown = reasons(
      await pair({ 'keyword:zombies': 1, 'word:zombie': 1, 'concept:B movies': 1, 'word:movie': 1 }),
    );
    expect(shown.map(({ kind, name, share }) => [kind, name, Math.round(share * 100)])).toEqual([
      ['concept', 'B movies', 50],
      ['keyword', 'Zombies', 50],
    ]);
  });

  test('take the longer name of a concept and a keyword', async () => {
    const shown = reasons(
      await pair({ 'concept:Boss': 1, 'keyword:boss fights': 1, 'concept:Open world': 1, 'keyword:open': 1 }),
    );
    expect(shown.map(({ kind, name }) => [kind, name]).sort()).toEqual([
      ['concept', 'Open world'],
      ['keyword', 'Boss fights'],
    ]);
  });

  const shares = (traits: { kind: string; name: string; share: number }[]) =>
    traits.map(({ kind, name, share }) => [kind, name, Math.round(share * 100)]);

  test('put a name that is part of another into one, of the kind that comes first', async () => {
    const shown = reasons(
      await pair({
        "genre:Hack and slash/Beat 'em up": 1,
        'keyword:hack and slash': 1,
        'theme:Horror': 1,
        'keyword:survival horror': 1,
        'keyword:boss': 1,
        'keyword:boss fights': 1,
      }),
    );
    expect(shares(shown)).toEqual([
      ['keyword', 'Boss fights', 33],
      ['genre', "Hack and slash/Beat 'em up", 33],
      ['theme', 'Horror', 33],
    ]);
  });

  test('keep the names of series and makers apart from what a game is about', async () => {
    const shown = reasons(
      await pair({
        'theme:Fantasy': 1,
        'franchise:Final Fantasy': 1,
        'developer:Fantasy': 1,
        'keyword:!!!': 1,
      }),
    );
    expect(shown.map(({ name }) => name).sort()).toEqual(['!!!', 'Fantasy', 'Final Fantasy']);
  });

  test('write keywords with a capital, and short forms as people do', async () => {
    const keywords = ['2d platformer', 'pvp', 'open-world rpg', 'ai companion', 'aim down sights', '4x'];
    const shown = reasons(await pair(Object.fromEntries(keywords.map((name) => [`keyword:${name}`, 1]))));
    expect(shown.map(({ name }) => name).sort()).toEqual([
      '2D platformer',
      '4X',
      'AI companion',
      'Aim down sights',
      'Open-world RPG',
      'PvP',
    ]);
  });

  test('put a theme and a keyword of the same name into one', async () => {
    const shown = reasons(await pair({ 'keyword:stealth': 1, 'theme:Stealth': 1, 'genre:Puzzle': 1 }));
    expect(shown.map(({ kind, name }) => [kind, name])).toEqual([
      ['theme', 'Stealth'],
      ['genre', 'Puzzle'],
    ]);
    expect(shown[0]?.share).toBeCloseTo(2 / 3, 3);
  });
});

test('a game without a vector is like nothing, and an unliked twin only weakens the profile', async () => {
  const vector = { 'genre:Puzzle': 1 };
  const release = await releaseOf([1, 2, 3].map((id) => ({ id, name: `Game ${String(id)}`, vector })));
  const query = { like: [0], unlike: [1], filters: ANYTHING, limit: 10 };
  expect(similar(release, query).results.map(({ game }) => game)).toEqual([2]);
  const none = await releaseOf([
    { id: 1, name: 'A', vector: {} },
    { id: 2, name: 'B', vector },
  ]);
  expect(similar(none, { ...query, unlike: [] }).results).toEqual([]);
});

describe('one game, once', () => {
  const vector = { 'genre:Horror': 1 };
  const ask = (release: Release, like: number[], unlike: number[] = [], limit = 10) =>
    similar(release, { like, unlike, filters: ANYTHING, limit }).results.map(({ game }) =>
      release.games.name.at(game),
    );

  test('a list has the nearest game of a family, whichever that is', async () => {
    const release = await releaseOf([
      { id: 1, name: 'Seed', vector },
      { id: 2, name: 'Original', vector: { ...vector, 'genre:Puzzle': 1 } },
      { id: 3, name: 'Remake', familyOf: 2, vector },
      { id: 4, name: 'Other', vector: { ...vector, 'genre:Puzzle': 2 } },
    ]);
    expect(ask(release, [0])).toEqual(['Remake', 'Other']);
  });

  test('a list has no relative of what was liked or unliked', async () => {
    const release = await releaseOf([
      { id: 1, name: 'Seed', vector },
      { id: 2, name: 'Remaster of the seed', familyOf: 1, vector },
      { id: 3, name: 'Unliked', vector: { ...vector, 'genre:Puzzle': 1 } },
      { id: 4, name: 'Remake of the unliked', familyOf: 3, vector },
      { id: 5, name: 'Other', vector },
    ]);
    expect(ask(release, [0])).toEqual(['Remake of the unliked', 'Other']);
    expect(ask(release, [0], [2])).toEqual(['Other']);
  });

  test('what is not recommended is a seed but never a result', async () => {
    const release = await releaseOf([
      { id: 1, name: 'Cancelled', withheld: true, vector },
      { id: 2, name: 'Released', vector },
      { id: 3, name: 'Released too', vector },
    ]);
    expect(ask(release, [0])).toEqual(['Released', 'Released too']);
    expect(ask(release, [1])).toEqual(['Released too']);
  });

  test('a list is filled although most neighbours are relatives', async () => {
    const relatives = Array.from({ length: 60 }, (_, i) => ({
      id: 2 + i,
      name: 'Relative',
      familyOf: 1,
      vector,
    }));
    const others = Array.from({ length: 10 }, (_, i) => ({
      id: 100 + i,
      name: `Other ${String(i)}`,
      vector: { ...vector, 'genre:Puzzle': 1 },
    }));
    const release = await releaseOf([{ id: 1, name: 'Seed', vector }, ...relatives, ...others]);
    const query = { like: [0], unlike: [], filters: ANYTHING, limit: 10 };
    expect(fromNeighbors(release, query, profileOf(release, [0], []))).toBeUndefined();
    expect(ask(release, [0])).toEqual(others.map(({ name }) => name));
  });
});

describe('adult games', () => {
  const vector = { 'genre:Simulator': 1 };
  const games: TestGame[] = [
    { id: 1, name: 'Shop', vector },
    { id: 2, name: 'Night Shop', adult: true, vector },
    { id: 3, name: 'Farm', vector: { ...vector, 'genre:Puzzle': 1 } },
    { id: 4, name: 'Late Shop', adult: true, vector },
  ];
  const ask = async (like: number[], more: Partial<SimilarQuery> = {}) => {
    const release = await releaseOf(games);
    const { results, withheld } = similar(release, {
      like,
      unlike: [],
      filters: ANYTHING,
      limit: 10,
      ...more,
    });
    return { names: results.map(({ game }) => release.games.name.at(game)), withheld };
  };

  test('are left out and counted, of an adult game too, unless they are asked for', async () => {
    expect(await ask([0])).toEqual({ names: ['Farm'], withheld: 2 });
    expect(await ask([1])).toEqual({ names: ['Shop', 'Farm'], withheld: 1 });
    expect(await ask([0], { adult: true })).toEqual({
      names: ['Night Shop', 'Late Shop', 'Farm'],
      withheld: 0,
    });
  });

  test('count where they match as well as the last result, if the list is full', async () => {
    const distant = { 'genre:Simulator': 1, 'genre:Puzzle': 2 };
    const release = await releaseOf([...games, { id: 5, name: 'Distant', adult: true, vector: distant }]);
    const query = { like: [0], unlike: [], filters: ANYTHING };
    expect(similar(release, { ...query, limit: 1 }).withheld).toBe(2);
    expect(similar(release, { ...query, limit: 2 }).withheld).toBe(3);
  });
});

describe('series', () => {
  const vector = { 'genre:Sports': 1 };
  const football = (id: number, name: string, series = ['Football']): TestGame => ({
    id,
    name,
    series,
    vector,
  });
  const games = [
    football(1, 'Football 1'),
    football(2, 'Football 2'),
    football(3, 'Football 3'),
    football(4, 'Football 4', ['Football', 'Street']),
    football(5, 'Street 1', ['Street']),
    football(6, 'Street 2', ['Street']),
    football(7, 'Rugby', []),
  ];
  const ask = async (like: number[], more: Partial<SimilarQuery> = {}) => {
    const release = await releaseOf(games);
    const names = (found: number[]) => found.map((game) => release.games.name.at(game));
    const { results, rest } = similar(release, { like, unlike: [], filters: ANYTHING, limit: 10, ...more });
    return { list: names(results.map(({ game }) => game)), rest: names(rest) };
  };

  test('a list has two games of a series at most, and names the rest', async () => {
    expect(await ask([6])).toEqual({
      list: ['Football 1', 'Football 2', 'Street 1', 'Street 2'],
      rest: ['Football 3', 'Football 4'],
    });
  });

  test('it has one where the pick is of the series, be it one that is not wanted', async () => {
    const street = {
      list: ['Football 2', 'Street 1', 'Street 2', 'Rugby'],
      rest: ['Football 3', 'Football 4'],
    };
    expect(await ask([0])).toEqual(street);
    expect((await ask([6], { unlike: [0] })).list.filter((name) => name.startsWith('Football'))).toHaveLength(
      1,
    );
  });

  test('all of a series are listed where that is asked for', async () => {
    const { list, rest } = await ask([6], { allOfSeries: true });
    expect(list).toHaveLength(6);
    expect(rest).toEqual([]);
  });

  test('what comes after the end of the list is not named', async () => {
    expect(await ask([0], { limit: 1 })).toEqual({ list: ['Football 2'], rest: [] });
  });
});
