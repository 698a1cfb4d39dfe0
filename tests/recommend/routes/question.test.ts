import { createRecommendHandler } from '@playkin/functions/src/recommend/handler.ts';
import type { FiltersAnswer, Problem, RecommendAnswer, TraitsAnswer } from '@playkin/shared/api.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishGames, type TestGame } from '../../support/make-release.ts';
import { memoryStorage } from '../../support/memory-storage.ts';
import { type Served, serve } from '../../support/serve-function.ts';
import { patient } from '../../support/patient.ts';

const game = (id: number, name: string, more: Partial<TestGame>): TestGame => ({ id, name, ...more });
const sneaky = { 'theme:Stealth': 1, 'concept:Stealth': 2 };
const scary = { 'theme:Horror': 1, 'concept:Horror': 2 };

const GAMES: TestGame[] = [
  game(1, 'Night Thief', {
    ratings: 900,
    rating: 90,
    year: 2010,
    vector: { ...sneaky, 'genre:Puzzle': 1 },
    tags: { genre: ['Puzzle'], platform: ['PlayStation 2'] },
  }),
  game(2, 'Haunted Thief', {
    ratings: 500,
    rating: 80,
    year: 2012,
    vector: { ...sneaky, ...scary },
    tags: { genre: ['Puzzle', 'Adventure'], platform: ['PlayStation 2', 'PlayStation 4'] },
  }),
  game(3, 'Plain Thief', {
    year: 2015,
    vector: sneaky,
    tags: { genre: ['Adventure'], platform: ['Linux'] },
  }),
  game(4, 'Ghosts', {
    ratings: 5000,
    rating: 70,
    type: 8,
    vector: scary,
    tags: { genre: ['Adventure'], platform: ['Xbox 360'] },
  }),
  game(5, 'Ghosts: Gold', { editionOf: 4 }),
  game(6, 'Thief to Come', { coming: true, vector: sneaky, tags: { genre: ['Puzzle'] } }),
  game(7, 'Cancelled Thief', { withheld: true, vector: sneaky, tags: { genre: ['Puzzle'] } }),
  game(8, 'Sums', {
    ratings: 3,
    rating: 95,
    vector: { 'concept:Mathematics': 1 },
    tags: { genre: ['Sums'] },
  }),
];

let served: Served;
beforeAll(async () => {
  const storage = memoryStorage();
  await publishGames(storage, 'r1', GAMES);
  const log = () => undefined;
  served = await serve(
    createRecommendHandler({
      storage,
      clock: () => 0,
      log,
      version: 'v1',
      recheckMs: 60_000,
      sleep: patient,
    }),
  );
});
afterAll(() => served.close());

const json = async <T>(path: string): Promise<T> => (await (await fetch(served.origin + path)).json()) as T;
const ask = (query: string) => json<RecommendAnswer>(`/api/recommend?${query}`);
const names = ({ results }: RecommendAnswer) => results.map((result) => result.game.name);

describe('filters', () => {
  test.each([
    ['platform=any-playstation', ['Haunted Thief'], 1],
    ['platform=Any%20Xbox,linux', ['Plain Thief'], 2],
    ['rating=75', ['Haunted Thief'], 2],
    // What passes is listed where it has something in common with the pick, or where nothing has.
    ['ratings=600', ['Ghosts'], 1],
    ['type=remake,port', ['Ghosts'], 1],
    ['type=main', ['Plain Thief', 'Haunted Thief'], 3],
    ['status=coming', ['Thief to Come'], 1],
    ['status=released&from=2014', ['Plain Thief'], 1],
    ['exclude=3,ghosts-gold', ['Haunted Thief'], 2],
    ['genre=sums', ['Sums'], 1],
  ])('%s', async (query, expected, matched) => {
    const answer = await ask(`like=1&${query}`);
    expect(names(answer).sort()).toEqual(expected.toSorted());
    expect(answer.matched).toBe(matched);
    expect(answer).not.toHaveProperty('drop');
  });

  test('leave a list of games that have nothing in common with the pick rather than none', async () => {
    const answer = await ask('like=1&genre=sums');
    expect(answer.results.map(({ score, match, why }) => [score, match, why])).toEqual([[0, 0, []]]);
  });

  test('that nothing passes say which one to drop', async () => {
    expect(await ask('like=1&genre=sums&platform=linux&rating=60')).toMatchObject({
      results: [],
      matched: 0,
    });
    expect((await ask('like=1&genre=puzzle&platform=linux')).drop).toEqual({ filter: 'genre', matched: 1 });
    expect((await ask('like=1&status=coming&genre=sums')).drop).toEqual({ filter: 'genre', matched: 1 });
    expect(await ask('like=1&genre=sums&platform=linux&from=2030')).not.toHaveProperty('drop');
  });

  test('count what each could be set to beside the others', async () => {
    const counts = (options: FiltersAnswer['genres']) => options.map(({ slug, games }) => [slug, games]);
    const answer = await json<FiltersAnswer>('/api/filters?like=1&genre=puzzle&rating=70');
    expect(answer.matched).toBe(1);
    // Genres count with the rating alone, platforms with both.
    expect(counts(answer.genres)).toEqual([
      ['adventure', 2],
      ['puzzle', 1],
      ['sums', 1],
    ]);
    expect(counts(answer.platforms)).toEqual([
      ['playstation-2', 1],
      ['playstation-4', 1],
    ]);
    expect(counts(answer.platformFamilies)).toEqual([['any-playstation', 1]]);
    expect(counts(answer.types)).toEqual([['main', 1]]);
  });
});

describe('the match', () => {
  test.each([
    'like=1',
    'like=1,4:4',
    'like=1&popularity=1',
    'like=1&popularity=-0.7',
    'like=1&variety=0.8',
    'more=horror',
    'genre=adventure',
  ])('falls down the list of %s', async (query) => {
    const { results } = await ask(query);
    const matches = results.map(({ match }) => match);
    expect(matches.length).toBeGreaterThan(1);
    expect(matches).toEqual(matches.toSorted((a, b) => b - a));
    expect(matches.every((match) => match > 0 && match <= 1)).toBe(true);
  });

  test('is the score for a pick that nobody knows, and less for unknown games beside a known pick', async () => {
    for (const { score, match } of (await ask('like=3')).results) expect(match).toBe(score);
    const plain = (await ask('like=1')).results.find((result) => result.game.id === 3);
    expect(plain?.match).toBeCloseTo((plain?.score ?? 0) / (1 + 900 / 1000), 3);
  });
});

describe('wishes', () => {
  test('have no order', async () => {
    const [one, other] = await Promise.all([
      ask('like=1:2,4&unlike=3,8&more=stealth,mathematics'),
      ask('more=mathematics,stealth&unlike=8,3&like=4,1:2'),
    ]);
    expect(other.results).toEqual(one.results);
  });

  test('weigh as they say', async () => {
    expect(names(await ask('like=3:10,4&exclude=1'))[0]).toBe('Haunted Thief');
    const share = async (query: string) =>
      (await ask(query)).results.find(({ game: { id } }) => id === 1)?.score ?? 0;
    expect(await share('like=3:10,4')).toBeGreaterThan(await share('like=3,4:10'));
    expect(await share('like=3:2,4:2')).toBe(await share('like=3,4'));
  });

  test('move along traits', async () => {
    expect(names(await ask('like=3&more=horror'))[0]).toBe('Haunted Thief');
    expect(names(await ask('like=2'))[0]).toBe('Ghosts');
    expect(names(await ask('like=2&less=horror'))).toEqual(['Night Thief', 'Plain Thief', 'Ghosts']);
  });

  test('without a game list the best of a trait or a filter', async () => {
    const horror = await ask('more=Horror');
    expect([names(horror), horror.seeds]).toEqual([['Ghosts', 'Haunted Thief'], []]);
    expect(names(await ask('genre=puzzle'))).toEqual(['Night Thief', 'Haunted Thief']);
    expect(names(await ask('less=horror&genre=adventure,sums'))[0]).not.toBe('Ghosts');
  });
});

test('popularity moves the order and leaves nothing out', async () => {
  const [hidden, likeness, famous] = await Promise.all(
    ['-1', '0', '1'].map((popularity) => ask(`like=1&popularity=${popularity}`)),
  );
  expect(hidden && names(hidden)).toEqual(['Plain Thief', 'Haunted Thief']);
  expect(likeness && names(likeness)).toEqual(['Plain Thief', 'Haunted Thief']);
  expect(famous && names(famous)).toEqual(['Haunted Thief', 'Plain Thief']);
  for (const { score, match } of likeness?.results ?? []) expect(match).toBe(score);
});

test('variety keeps the first and puts off what is like it', async () => {
  const thieves = 'like=2&less=horror';
  expect(names(await ask(thieves))).toEqual(['Night Thief', 'Plain Thief', 'Ghosts']);
  expect(names(await ask(`${thieves}&variety=1`))).toEqual(['Night Thief', 'Ghosts', 'Plain Thief']);
});

test('reverse answers the games whose lists hold the pick', async () => {
  const answer = await ask('like=8&direction=reverse');
  expect([answer.results, answer.matched]).toEqual([[], 0]);
  const found = await ask('like=4&direction=reverse');
  expect(names(found)).toEqual(['Haunted Thief']);
  expect(found.matched).toBe(1);
});

test('pages make one list, and a newer release ends it', async () => {
  const whole = await ask('like=2&limit=3');
  const first = await ask('like=2&limit=2');
  expect(first.next).toBe('r1.2');
  const second = await ask(`like=2&limit=2&cursor=${first.next ?? ''}`);
  expect([...first.results, ...second.results]).toEqual(whole.results);
  expect(second).not.toHaveProperty('next');
  const gone = await fetch(`${served.origin}/api/recommend?like=2&cursor=r0.2`);
  expect(gone.status).toBe(410);
  expect(((await gone.json()) as Problem).detail).toContain('made from release r0; now there is r1');
});

test('fields choose what a result holds', async () => {
  const { results } = await ask('like=2&limit=1&fields=name,match');
  expect(results.map((result) => [Object.keys(result).sort(), Object.keys(result.game).sort()])).toEqual([
    [
      ['game', 'match'],
      ['id', 'name'],
    ],
  ]);
});

test('traits are listed with their games, those that fit first', async () => {
  const { traits } = await json<TraitsAnswer>('/api/traits');
  expect(traits.slice(0, 2)).toEqual([
    { slug: 'stealth', name: 'Stealth', games: 5 },
    { slug: 'horror', name: 'Horror', games: 2 },
  ]);
  const fitting = (await json<TraitsAnswer>('/api/traits?like=4')).traits;
  expect(fitting[0]).toMatchObject({ slug: 'horror' });
  expect(fitting[0]?.fit).toBeCloseTo(3 / Math.sqrt(5) / Math.SQRT2, 3);
  expect(fitting[1]?.fit).toBe(0);
});
