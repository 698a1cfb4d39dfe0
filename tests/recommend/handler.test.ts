import { createRecommendHandler } from '@playkin/functions/src/recommend/handler.ts';
import type { LogEntry } from '@playkin/functions/src/log.ts';
import type {
  FiltersAnswer,
  GameAnswer,
  HealthAnswer,
  Problem,
  RecommendAnswer,
  SearchAnswer,
} from '@playkin/shared/api.ts';
import { NIGHT_PATH, releasePath } from '@playkin/shared/release.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishGames } from '../support/make-release.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { SAMPLE_GAMES } from '../support/sample-games.ts';
import { serve } from '../support/serve-function.ts';
import type { Served } from '../support/serve-function.ts';
import { patient } from '../support/patient.ts';

const storage = memoryStorage();
const logged: LogEntry[] = [];
let served: Served;

beforeAll(async () => {
  await publishGames(storage, 'r1', SAMPLE_GAMES);
  const log = (entry: LogEntry) => void logged.push(entry);
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

const get = (path: string, init?: RequestInit) => fetch(served.origin + path, init);
const summariesBytes = () => storage.objects.get(releasePath('r1', 'summaries'))?.length ?? -1;
const json = async <T>(path: string): Promise<T> => (await (await get(path)).json()) as T;
const slugs = ({ results }: RecommendAnswer | SearchAnswer) => results.map(({ game }) => game.slug);

test('a plain recommendation lists the nearest games with score and reasons', async () => {
  const answer = await json<RecommendAnswer>('/api/recommend?like=hollow-knight');
  expect(answer.release).toBe('r1');
  expect(answer.seeds.map(({ id }) => id)).toEqual([10]);
  expect(slugs(answer)).toEqual([
    'hollow-knight-silksong',
    'ori-and-the-blind-forest',
    'unreleased-platform-thing',
  ]);
  const [first] = answer.results;
  expect(first?.score).toBeCloseTo(14 / Math.sqrt(15 * 18), 3);
  expect(first?.why.map(({ name }) => name)).toEqual(['Metroidvania', 'Team Cherry', 'Platform']);
});

test('a card leaves out what is unknown', async () => {
  const { results } = await json<RecommendAnswer>('/api/recommend?like=10');
  expect(results[2]?.game).toEqual({
    id: 14,
    slug: 'unreleased-platform-thing',
    name: 'Unreleased Platform Thing',
    platforms: ['Linux'],
    genres: ['Platform'],
    ratings: 0,
  });
});

test('an edition given as seed stands for its main game, and counts once beside it', async () => {
  const [edition, main] = await Promise.all([
    json('/api/recommend?like=5,hollow-knight&like=hollow-knight-voidheart-edition'),
    json('/api/recommend?like=10'),
  ]);
  expect(edition).toEqual(main);
});

test.each([
  ['genre=platform&platform=nintendo-switch', ['ori-and-the-blind-forest']],
  ['platform=nintendo%20SWITCH', ['ori-and-the-blind-forest']],
  ['platform=game-boy,linux', ['hollow-knight-silksong', 'unreleased-platform-thing']],
  ['theme=fantasy', ['ori-and-the-blind-forest']],
  ['mode=single-player', ['hollow-knight-silksong', 'ori-and-the-blind-forest']],
  ['mode=co-operative,single-player&theme=Action', ['ori-and-the-blind-forest']],
  ['perspective=side-view', ['ori-and-the-blind-forest']],
  ['from=2016', ['hollow-knight-silksong']],
  ['from=2015&to=2015', ['ori-and-the-blind-forest']],
  ['popularity=famous', ['the-witcher-3-wild-hunt']],
  ['popularity=hidden', ['hollow-knight-silksong', 'unreleased-platform-thing']],
  ['unlike=ori-and-the-blind-forest', ['hollow-knight-silksong', 'unreleased-platform-thing']],
])('"%s" narrows the results', async (query, expected) => {
  expect(slugs(await json(`/api/recommend?like=10&${query}`))).toEqual(expected);
});

test('an id before a dot decides, whatever the slug after it', async () => {
  expect((await json<GameAnswer>('/api/games/10.hollow-knight')).game.id).toBe(10);
  expect((await json<GameAnswer>('/api/games/10.renamed-since')).game.id).toBe(10);
  expect((await json<GameAnswer>('/api/games/501.1943')).game.id).toBe(501);
  expect((await json<RecommendAnswer>('/api/recommend?like=10.any&unlike=1942.any')).seeds[0]?.id).toBe(10);
  const missing = await get('/api/games/999999.hollow-night');
  expect(missing.status).toBe(404);
  expect(((await missing.json()) as Problem).detail).toContain('Did you mean hollow-knight');
});

test('digits are an id before they are a slug', async () => {
  expect((await json<GameAnswer>('/api/games/1942')).game.name).toBe('The Witcher 3: Wild Hunt');
  expect((await json<GameAnswer>('/api/games/1943')).game.id).toBe(501);
});

test('a game has its tags by kind, its editions, and its summary by a range read', async () => {
  storage.reads.length = 0;
  const { game } = await json<GameAnswer>('/api/games/hollow-knight');
  expect(game).toMatchObject({
    rating: 90,
    cover: 'co93cr',
    summary: 'Explore a vast ruined kingdom of insects – “Hallownest”.',
    themes: ['Action'],
    keywords: ['metroidvania'],
    modes: ['Single player'],
    perspectives: ['Side view'],
    developers: ['Team Cherry'],
    publishers: ['Team Cherry'],
    series: [],
    engines: [],
    traits: [],
    editions: [
      {
        id: 5,
        slug: 'hollow-knight-voidheart-edition',
        name: 'Hollow Knight: Voidheart Edition',
        year: 2018,
      },
    ],
  });
  expect(storage.reads).toEqual([
    { path: releasePath('r1', 'summaries'), range: { start: 0, end: summariesBytes() } },
  ]);
});

test('filters list what can be chosen, commonest first, without what no main game has', async () => {
  const answer = await json<FiltersAnswer>('/api/filters');
  expect(answer.genres.slice(0, 2)).toEqual([
    { slug: 'platform', name: 'Platform', games: 4 },
    { slug: 'adventure', name: 'Adventure', games: 1 },
  ]);
  expect(answer.matched).toBe(8);
  expect(answer.platforms[0]).toEqual({ slug: 'linux', name: 'Linux', games: 3 });
  expect(answer.platforms.map(({ slug }) => slug)).not.toContain('playstation-4');
  expect(answer.themes).toEqual([
    { slug: 'action', name: 'Action', games: 2 },
    { slug: 'fantasy', name: 'Fantasy', games: 1 },
  ]);
  expect(answer.modes.map(({ slug }) => slug)).toEqual(['single-player', 'co-operative']);
  expect(answer.perspectives).toEqual([{ slug: 'side-view', name: 'Side view', games: 2 }]);
  expect(answer.years).toEqual({ from: 1984, to: 2025 });
});

test('health tells release, code, memory and, once it is reported, the last good night', async () => {
  const answer: HealthAnswer = {
    status: 'ok',
    release: 'r1',
    games: SAMPLE_GAMES.length,
    version: 'v1',
    memoryMb: expect.any(Number) as number,
  };
  expect(await json('/api/health')).toEqual(answer);
  const night = {
    reportedAt: '',
    goodNightAt: new Date(0).toISOString(),
    stages: {},
    bytesBilledThisMonth: 0,
  };
  await storage.write(NIGHT_PATH, new TextEncoder().encode(JSON.stringify(night)));
  const told = await json<HealthAnswer>('/api/health');
  expect(told.night).toEqual(night);
  expect(told.hoursSinceGoodNight).toBeGreaterThanOrEqual(0);
  storage.objects.delete(NIGHT_PATH);
});

test('search reports the alias that matched', async () => {
  const { results } = await json<SearchAnswer>('/api/search?q=pocket%20mon');
  expect(results.map(({ game, alias }) => [game.name, alias])).toEqual([
    ['Pokémon Red Version', 'Pocket Monsters: Red'],
  ]);
});

test('lang adds the name in that language where there is one', async () => {
  const [hit] = (await json<SearchAnswer>('/api/search?q=%E8%B5%A4&lang=ja')).results;
  expect(hit).toMatchObject({
    game: { name: 'Pokémon Red Version', localName: 'ポケットモンスター 赤' },
    alias: 'ポケットモンスター 赤',
  });
  expect((await json<GameAnswer>('/api/games/13?lang=ja')).game.localName).toBe('ポケットモンスター 赤');
  expect((await json<GameAnswer>('/api/games/13?lang=ko')).game.localName).toBeUndefined();
  expect((await json<GameAnswer>('/api/games/13')).game.localName).toBeUndefined();
  const { seeds } = await json<RecommendAnswer>('/api/recommend?like=13&lang=ja');
  expect(seeds[0]?.localName).toBe('ポケットモンスター 赤');
  expect((await get('/api/search?q=a&lang=xx')).status).toBe(400);
});

test('search without a query suggests the best-known main games', async () => {
  const expected = ['the-witcher-3-wild-hunt', 'hollow-knight'];
  expect(slugs(await json('/api/search?limit=2'))).toEqual(expected);
  expect(slugs(await json('/api/search?q=%20&limit=2'))).toEqual(expected);
});

test.each([
  ['/api/recommend', 'like', 'expected 1 to 10 ids or slugs such as hollow-knight, found none'],
  ['/api/recommend?like=', 'like', 'found an empty value'],
  ['/api/recommend?like=10,,11', 'like', 'found an empty value'],
  ['/api/recommend?like=1,2,3,4,5,6,7,8,9,10,11', 'like', 'found 11 values'],
  ['/api/recommend?like=%3Cscript%3E', 'like', 'found "?script?"'],
  ['/api/recommend?like=10&limit=0', 'limit', 'expected a whole number from 1 to 50, found "0"'],
  ['/api/recommend?like=10&limit=51', 'limit', 'found "51"'],
  ['/api/recommend?unlike=10', 'like', 'found none'],
  ['/api/recommend?like=10:0', 'like', 'expected a weight above 0, at most 10'],
  ['/api/recommend?like=10:11', 'like', 'found "10:11"'],
  ['/api/recommend?like=10:1:2', 'like', 'found "10:1:2"'],
  ['/api/recommend?like=10&popularity=1.5', 'popularity', 'found "1.5"'],
  ['/api/recommend?like=10&variety=-0.1', 'variety', 'expected a number from 0 to 1, found "-0.1"'],
  ['/api/recommend?like=10&rating=101', 'rating', 'expected a whole number from 1 to 100, found "101"'],
  ['/api/recommend?like=10&ratings=x', 'ratings', 'expected a whole number from 1 to 1000000, found "x"'],
  ['/api/recommend?like=10&type=dlc', 'type', 'expected some of main, bundle, '],
  ['/api/recommend?like=10&status=soon', 'status', 'expected released or coming, found "soon"'],
  ['/api/recommend?like=10&exclude=%3C', 'exclude', 'found "?"'],
  ['/api/recommend?like=10&fields=price', 'fields', 'expected some of id, slug, '],
  ['/api/recommend?like=10&cursor=10', 'cursor', 'expected what an answer had as `next`, found "10"'],
  ['/api/recommend?like=10&cursor=r1.200', 'cursor', 'expected at most 199 results before, found 200'],
  [
    '/api/recommend?like=10&more=platfor',
    'more',
    'listed by /api/traits, found "platfor". Did you mean platform',
  ],
  ['/api/recommend?like=10&more=platform&less=Platform', 'less', 'found platform, which more names too'],
  ['/api/recommend?like=10,11&direction=reverse', 'direction', 'expected one game in like beside reverse'],
  ['/api/recommend?like=10&direction=up', 'direction', 'expected reverse, found "up"'],
  ['/api/traits?like=10&more=a', 'more', 'Unknown parameter "more"'],
  ['/api/recommend?like=10&limit=1e1', 'limit', 'found "1e1"'],
  ['/api/recommend?like=10&limit=5&limit=6', 'limit', 'found 2 values'],
  ['/api/recommend?like=10&from=17', 'from', 'expected a year of four digits, found "17"'],
  ['/api/recommend?like=10&from=2020&to=2010', 'from', 'expected a year not after to=2010, found 2020'],
  [
    '/api/recommend?like=10&popularity=big',
    'popularity',
    'expected famous, hidden or a number from -1 to 1, found "big"',
  ],
  ['/api/recommend?like=10&genre=plattform', 'genre', 'listed by /api/filters, found "plattform"'],
  [`/api/recommend?like=10&platform=${'x'.repeat(200)}`, 'platform', `"${'x'.repeat(40)}…"`],
  [
    '/api/recommend?like=10&genre=role',
    'genre',
    'found "role". Did you mean role-playing-rpg (Role-playing (RPG))?',
  ],
  ['/api/recommend?like=10&genre=rpg', 'genre', 'Did you mean role-playing-rpg (Role-playing (RPG))?'],
  ['/api/recommend?like=10&genre=plattform', 'genre', 'found "plattform". Did you mean platform (Platform)?'],
  [
    '/api/recommend?like=10&theme=fantasie',
    'theme',
    'listed by /api/filters, found "fantasie". Did you mean fantasy (Fantasy)?',
  ],
  ['/api/recommend?like=10&mode=', 'mode', 'expected at most 25 modes by slug or name, found an empty value'],
  ['/api/recommend?like=10&unlike=10', 'unlike', 'expected other games than like has, found hollow-knight'],
  ['/api/recommend?like=11,hollow-knight&unlike=12,5', 'unlike', 'found hollow-knight, which like names too'],
  ['/api/recommend?like=10&lmit=5', 'lmit', 'Unknown parameter "lmit"'],
  ['/api/search?q=a&q=b', 'q', 'found 2 values'],
  ['/api/search?q=%E0%A4', 'q', 'expected UTF-8 percent-encoding'],
  [`/api/search?q=${'a'.repeat(201)}`, 'q', 'at most 200 characters, found 201'],
  ['/api/games/10?fields=name', 'fields', 'expected only lang'],
  ['/api/games/%20', undefined, 'expected an id or a slug'],
])('%s is refused with a problem', async (path, parameter, detail) => {
  const response = await get(path);
  const problem = (await response.json()) as Problem;
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(problem).toMatchObject({ type: 'about:blank', title: 'Bad Request', status: 400 });
  expect(problem.parameter).toBe(parameter);
  expect(problem.detail.toLowerCase()).toContain(detail.toLowerCase());
});

test.each([
  ['/api/recommend?like=no-such-game', 'like: There is no game with the id or slug "no-such-game".'],
  ['/api/recommend?like=10&unlike=999', 'unlike: There is no game with the id or slug "999".'],
  ['/api/games/no-such-game', 'There is no game with the id or slug "no-such-game".'],
  [
    '/api/recommend?like=hollow',
    'like: There is no game with the id or slug "hollow". Did you mean hollow-knight (Hollow Knight) or ' +
      'hollow-knight-silksong (Hollow Knight: Silksong)?',
  ],
  [
    '/api/games/the-wicher--1',
    'There is no game with the id or slug "the-wicher--1". ' +
      'Did you mean the-witcher-3-wild-hunt (The Witcher 3: Wild Hunt)?',
  ],
  ['/api/nothing', 'There is nothing at "/api/nothing".'],
  ['/recommend?like=10', 'There is nothing at "/recommend".'],
])('%s is not there', async (path, detail) => {
  const response = await get(path);
  expect(response.status).toBe(404);
  expect(((await response.json()) as Problem).detail).toBe(detail);
  expect(response.headers.get('cache-control')).toBe('public, max-age=60');
});

test('other methods are refused with those that are allowed', async () => {
  for (const method of ['POST', 'DELETE']) {
    const response = await get('/api/search', { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  }
});

test('every answer names the release and is not to be sniffed', async () => {
  for (const path of ['/api/search', '/api/health', '/api/games/10', '/api/none', '/api/recommend']) {
    const { headers } = await get(path);
    expect(headers.get('x-playkin-release')).toBe('r1');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBeTruthy();
  }
});

test('the same question asked in another order has the same ETag, which saves the answer', async () => {
  const first = await get('/api/recommend?like=10&limit=3&genre=platform');
  const etag = first.headers.get('etag') ?? '';
  const again = await get('/api/recommend?genre=platform&like=10&limit=3', {
    headers: { 'if-none-match': `"other", ${etag}` },
  });
  expect(again.status).toBe(304);
  expect(again.headers.get('etag')).toBe(etag);
  expect(await again.text()).toBe('');
  const different = await get('/api/recommend?like=10&limit=4', { headers: { 'if-none-match': etag } });
  expect(different.status).toBe(200);
});

test('HEAD has the headers of GET and no body', async () => {
  const [head, full] = await Promise.all([get('/api/games/10', { method: 'HEAD' }), get('/api/games/10')]);
  expect(await head.text()).toBe('');
  for (const name of ['etag', 'content-type', 'content-length', 'cache-control']) {
    expect(head.headers.get(name)).toBe(full.headers.get(name));
  }
  expect(full.headers.get('content-type')).toBe('application/json; charset=utf-8');
});

test('a summary that cannot be read is left out and logged', async () => {
  const path = releasePath('r1', 'summaries');
  const bytes = storage.objects.get(path) ?? new Uint8Array();
  storage.objects.delete(path);
  logged.length = 0;
  const response = await get('/api/games/10.not-asked-before');
  const { game } = (await response.json()) as GameAnswer;
  storage.objects.set(path, bytes);
  expect(game.summary).toBeUndefined();
  expect([response.headers.get('cache-control'), response.headers.get('etag')]).toEqual(['no-store', null]);
  expect(logged.map(({ message }) => message)).toEqual([
    `${path}: expected bytes 0 to ${String(bytes.length)}, found no file`,
  ]);
  expect((await json<GameAnswer>('/api/games/10.not-asked-before')).game.summary).toBeTruthy();
});

test('without a release health and the rest answer 503 and say when to come back', async () => {
  const empty = await serve(
    createRecommendHandler({
      storage: memoryStorage(),
      clock: () => 0,
      log: () => undefined,
      version: 'v1',
      recheckMs: 60_000,
      sleep: patient,
    }),
  );
  for (const path of ['/api/health', '/api/search?q=a']) {
    const response = await fetch(empty.origin + path);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(response.headers.get('x-playkin-release')).toBe('none');
    expect(response.headers.get('cache-control')).toBe('no-store');
  }
  expect((await fetch(`${empty.origin}/api/none`)).status).toBe(404);
  await empty.close();
});
