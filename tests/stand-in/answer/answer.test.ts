import { describe, expect, test } from 'vitest';
import { startClient } from '../../support/stand-in-client.ts';
import { GAMES } from '../../support/stand-in-games.ts';

const ids = (body: unknown) => (body as { id: number }[]).map(({ id }) => id);

describe('fields', () => {
  test.each<[string, unknown]>([
    ['', { id: 10 }],
    ['fields name;', { id: 10, name: 'Hollow Depths' }],
    ['fields genres;', { id: 10, genres: [8, 31] }],
    [
      'fields genres.name;',
      {
        id: 10,
        genres: [
          { id: 8, name: 'Platform' },
          { id: 31, name: 'Adventure' },
        ],
      },
    ],
    [
      'fields genres.slug;',
      {
        id: 10,
        genres: [
          { id: 8, slug: 'platform' },
          { id: 31, slug: 'adventure' },
        ],
      },
    ],
    [
      'fields genres.*; exclude genres.slug;',
      {
        id: 10,
        genres: [
          { id: 8, name: 'Platform' },
          { id: 31, name: 'Adventure' },
        ],
      },
    ],
    ['fields game_type.type;', { id: 10, game_type: { id: 0, type: 'Main Game' } }],
    [
      'fields keywords.name;',
      { id: 10, keywords: [{ id: 70, name: 'insects' }, { id: 71, name: 'space' }, 72] },
    ],
    ['fields similar_games.name;', { id: 10, similar_games: [{ id: 20, name: 'Space "Race" 2' }, 99] }],
    ['fields cover.image_id;', { id: 10, cover: { id: expect.any(Number) as number, image_id: 'co10' } }],
    ['fields cover;', { id: 10, cover: expect.any(Number) as number }],
    ['fields tags,dlcs,storyline,checksum;', { id: 10, tags: [1, 268435464] }],
    [
      'fields involved_companies.company.name,involved_companies.developer;',
      {
        id: 10,
        involved_companies: [
          { id: 500, company: { id: 900, name: 'Team Beetle' }, developer: true },
          { id: 501, company: { id: 901, name: 'Big House' }, developer: false },
        ],
      },
    ],
    [
      'fields involved_companies.company;',
      {
        id: 10,
        involved_companies: [
          { id: 500, company: 900 },
          { id: 501, company: 901 },
        ],
      },
    ],
  ])('%j', async (fields, expected) => {
    const { ask } = await startClient(GAMES);
    expect(await ask('games', `${fields} where id = 10;`)).toMatchObject({ status: 200, body: [expected] });
    expect((await ask('games', `${fields} where id = 10;`)).body).toEqual([expected]);
  });

  test('* shows every field, unexpanded, and what is named besides is expanded', async () => {
    const { ask } = await startClient(GAMES);
    const { body } = await ask('games', 'fields *,platforms.name; exclude rating,slug; where id = 20;');
    expect(body).toEqual([
      {
        id: 20,
        first_release_date: -90_201_600,
        game_type: 8,
        genres: [5, 31],
        involved_companies: [expect.any(Number)],
        keywords: [71],
        name: 'Space "Race" 2',
        parent_game: 10,
        platforms: [{ id: 6, name: 'PC (Microsoft Windows)' }],
      },
    ]);
  });

  test('an object without an id gets one, the same in every run and unlike any other', async () => {
    const records = [{ id: 1, name: 'A', involved_companies: [{ developer: true }, { developer: false }] }];
    const query = 'fields involved_companies; where id = 1;';
    const [first, second] = await Promise.all([startClient(records), startClient(records)]);
    const [{ body }, { body: again }] = await Promise.all([
      first.ask('games', query),
      second.ask('games', query),
    ]);
    expect(body).toEqual(again);
    const [{ involved_companies: involved }] = body as [{ involved_companies: number[] }];
    expect(new Set(involved).size).toBe(2);
  });
});

describe('where', () => {
  test.each<[string, number[]]>([
    ['id = 10', [10]],
    ['id = (30,10,77)', [10, 30]],
    ['id > 10 & id <= 30', [20, 30]],
    ['id >= 10 & id < 30 & game_type = 0', [10]],
    ['id != 10', [20, 30, 40]],
    ['game_type = (0,3)', [10, 30, 40]],
    ['game_type != (0,3)', [20]],
    ['game_type = !(0,3)', [20]],
    ['rating > 75', [10]],
    ['rating >= 75', [10, 30]],
    ['rating < 75 | rating = 91.5', [10, 20]],
    ['rating != 60', [10, 30]],
    ['rating = null', [40]],
    ['rating != null', [10, 20, 30]],
    ['first_release_date < 0', [20]],
    ['platforms = 6', [10, 20]],
    ['platforms = (6,48)', [10, 20, 30]],
    ['platforms = [6,48]', [10]],
    ['platforms = {48}', [30]],
    ['platforms = {48,6}', [10]],
    ['platforms != 6', [30]],
    ['platforms = !(6)', [30]],
    ['platforms = ![6,48]', [20, 30]],
    ['platforms = null', [40]],
    ['tags = 268435464', [10]],
    ['tags = [1,268435464]', [10]],
    ['genres.name = "Shooter"', [20]],
    ['genres.name = "Adventure" & platforms.name ~ *"station"*', [10]],
    ['genres.id = 5', [20]],
    ['involved_companies.company.name = "Team Beetle"', [10, 20]],
    ['involved_companies.company.name = "Team Beetle" & involved_companies.publisher = true', [10]],
    ['parent_game.name = "Hollow Depths"', [20]],
    ['name = "Hollow Depths"', [10]],
    ['name = "hollow depths"', []],
    ['name ~ "hollow depths"', [10]],
    ['name = "Hollow"*', [10]],
    ['name ~ "hollow"*', [10, 30]],
    ['name = *"2"', [20]],
    ['name = *"o"*', [10, 30]],
    ['name ~ *"RACE"*', [20]],
    ['name !~ "hollow"*', [20, 40]],
    ['name = ("洞窟","hollow knoll")', [30, 40]],
    [String.raw`name = "Space \"Race\" 2"`, [20]],
    ['name > "h"', [30, 40]],
    ['(name ~ "hollow"* & rating > 80) | slug = "cave"', [10, 40]],
    ['cover != null', [10]],
    ['category = 0', []],
    ['id = "10"', []],
  ])('%s', async (condition, expected) => {
    const { ask } = await startClient(GAMES);
    const { body, headers } = await ask('games', `where ${condition};`);
    expect(ids(body)).toEqual(expected);
    expect(headers.get('x-count')).toBe(expected.length.toString());
    expect((await ask('games/count', `where ${condition};`)).body).toEqual({ count: expected.length });
  });
});

describe('order and pages', () => {
  test.each<[string, number[]]>([
    ['sort id desc;', [40, 30, 20, 10]],
    ['sort rating desc;', [10, 30, 20, 40]],
    ['sort rating asc;', [20, 30, 10, 40]],
    ['sort name asc;', [10, 20, 30, 40]],
    ['sort platforms.name desc; where platforms != null;', [30, 10, 20]],
    ['limit 2;', [10, 20]],
    ['limit 2; offset 3;', [40]],
    ['offset 9;', []],
    ['limit 0;', []],
    ['search "HOLLOW";', [10, 30]],
    ['search "hollow kno";', [30]],
    ['search "tiefen";', [10]],
    ['search "hohlen";', [10]],
    ['search "race 2"; where rating > 60;', []],
  ])('%s', async (query, expected) => {
    const { ask } = await startClient(GAMES);
    expect(ids((await ask('games', query)).body)).toEqual(expected);
  });

  test('ten records come unless the query says otherwise, five hundred at most, and x-count tells of all', async () => {
    const { ask } = await startClient(
      Array.from({ length: 600 }, (_, i) => ({ id: i + 1, name: `Game ${i}` })),
    );
    const lengths = [];
    for (const query of ['', 'limit 500;', 'limit 600;']) {
      const { body, headers } = await ask('games', query);
      lengths.push((body as unknown[]).length);
      expect(headers.get('x-count')).toBe('600');
    }
    expect(lengths).toEqual([10, 500, 500]);
  });

  test('a crawl by id sees every game once, in whatever order they were loaded', async () => {
    const all = Array.from({ length: 1234 }, (_, i) => ({ id: (i * 7919) % 1237, name: `Game ${i}` }));
    const { ask } = await startClient(all);
    const seen: number[] = [];
    for (let after = -1; ; after = seen.at(-1) ?? 0) {
      const page = ids((await ask('games', `where id > ${after}; sort id asc; limit 500;`)).body);
      if (page.length === 0) break;
      seen.push(...page);
    }
    expect(seen).toEqual(all.map(({ id }) => id).sort((a, b) => a - b));
  });

  test('of two records with one id the later counts', async () => {
    const { ask } = await startClient([
      { id: 1, name: 'Old', rating: 5 },
      { id: 2, name: 'B' },
      { id: 1, name: 'New' },
    ]);
    expect((await ask('games', 'fields *;')).body).toEqual([
      { id: 1, name: 'New' },
      { id: 2, name: 'B' },
    ]);
  });
});

describe('other endpoints', () => {
  test.each<[string, string, unknown]>([
    ['genres', 'fields name; where id = 8;', [{ id: 8, name: 'Platform' }]],
    [
      'keywords',
      'fields name; sort name asc;',
      [
        { id: 70, name: 'insects' },
        { id: 71, name: 'space' },
      ],
    ],
    [
      'companies',
      'fields *; where slug = "team-beetle";',
      [{ id: 900, name: 'Team Beetle', slug: 'team-beetle' }],
    ],
    [
      'involved_companies',
      'fields game.name,developer; where id = 501;',
      [{ id: 501, developer: false, game: { id: 10, name: 'Hollow Depths' } }],
    ],
    [
      'alternative_names',
      'fields name,game; where game = (10,20);',
      [{ id: 40, game: 10, name: 'Höhlen-Tiefen' }],
    ],
    ['covers', 'fields image_id; where game = 10;', [{ id: expect.any(Number) as number, image_id: 'co10' }]],
    ['game_types', 'fields type; where id = 8;', [{ id: 8, type: 'Remake' }]],
    ['game_modes/count', '', { count: 6 }],
    ['screenshots', 'fields *;', []],
  ])('%s', async (endpoint, query, expected) => {
    const { ask } = await startClient(GAMES);
    expect((await ask(endpoint, query)).body).toEqual(expected);
  });

  test('a multi-query answers each of its queries under its name', async () => {
    const { ask } = await startClient(GAMES);
    const { status, body } = await ask(
      'multiquery',
      'query games/count "Rated" { where rating != null; }; query genres "One" { fields name; where id = 5; };',
    );
    expect(status).toBe(200);
    expect(body).toEqual([
      { name: 'Rated', count: 3 },
      { name: 'One', result: [{ id: 5, name: 'Shooter' }] },
    ]);
  });
});
