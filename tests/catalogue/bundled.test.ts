import { BUNDLED_CATALOGUE_DIR, readBundledCatalogue } from '@playkin/functions/src/catalogue/bundled.ts';
import { CatalogueError } from '@playkin/functions/src/catalogue/catalogue-error.ts';
import { FIRST_DERIVED_ID } from '@playkin/functions/src/catalogue/derive-ids.ts';
import { DICTIONARIES } from '@playkin/functions/src/catalogue/dictionaries.ts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

interface Entry {
  id: number;
  name: string;
}

interface Game {
  id: number;
  name: string;
  slug: string;
  game_type: number;
  first_release_date: number;
  parent_game?: number;
  version_parent?: number;
  created_at: number;
  updated_at: number;
  checksum: string;
  rating: number;
  summary: string;
  keywords: Entry[];
  involved_companies: { id: number; company: Entry; developer: boolean; publisher: boolean }[];
  alternative_names?: (Entry & { comment?: string })[];
  game_localizations?: (Entry & { region: { identifier: string } })[];
  genres: Entry[];
  themes?: Entry[];
  platforms: Entry[];
  game_modes: Entry[];
  player_perspectives?: Entry[];
}

const readGames = async (folder: string): Promise<Game[]> =>
  (await Array.fromAsync(readBundledCatalogue(folder))).map((text) => JSON.parse(text) as Game);

describe('the bundled catalogue', async () => {
  const games = await readGames(BUNDLED_CATALOGUE_DIR);
  const main = games.filter((game) => game.game_type === 0 && game.version_parent === undefined);
  const offenders = (isFine: (game: Game) => boolean, among = games) =>
    among.filter((game) => !isFine(game)).map(({ name }) => name);

  test('has at least 600 main games', () => {
    expect(main.length).toBeGreaterThanOrEqual(600);
  });

  test('has names in five scripts, for at least a hundred games', () => {
    const namesOf = ({ alternative_names = [], game_localizations = [] }: Game) =>
      [...alternative_names, ...game_localizations].map(({ name }) => name);
    const written = (script: RegExp) =>
      games.filter((game) => namesOf(game).some((name) => script.test(name)));
    const scripts = [
      /[\p{sc=Hira}\p{sc=Kana}]/u,
      /\p{sc=Hang}/u,
      /^[\p{sc=Han}\P{L}]+$/u,
      /\p{sc=Cyrl}/u,
      /\p{sc=Arab}/u,
    ];
    expect(scripts.map((script) => written(script).length >= 20)).toEqual([true, true, true, true, true]);
    expect(new Set(scripts.flatMap(written)).size).toBeGreaterThanOrEqual(100);
  });

  test('tells the language of a translated name by its region or its comment', () => {
    const persona = games.find(({ name }) => name === 'Persona 5');
    expect(persona?.game_localizations).toContainEqual(
      expect.objectContaining({ name: 'ペルソナ5', region: { id: 3, name: 'Japan', identifier: 'ja-JP' } }),
    );
    const witcher = games.find(({ name }) => name === 'The Witcher 3: Wild Hunt');
    expect(witcher?.alternative_names).toContainEqual(
      expect.objectContaining({ name: 'Ведьмак 3: Дикая Охота', comment: 'Russian title' }),
    );
  });

  test('has a different id and slug for every game, and ids in ascending order', () => {
    const ids = games.map(({ id }) => id);
    expect(new Set(ids).size).toBe(games.length);
    expect(new Set(games.map(({ slug }) => slug)).size).toBe(games.length);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  });

  test('has the parents of all that belongs to another game, and none of these is its own', () => {
    const byId = new Map(games.map((game) => [game.id, game]));
    const parents = games.flatMap(({ id, parent_game, version_parent }) =>
      [parent_game, version_parent]
        .filter((parent) => parent !== undefined)
        .map((parent) => ({ id, parent })),
    );
    expect(parents.length).toBeGreaterThan(20);
    expect(parents.filter(({ id, parent }) => id === parent || !byId.has(parent))).toEqual([]);
  });

  test('has 6 to 12 different keywords for every main game', () => {
    const count = ({ keywords }: Game) => new Set(keywords.map(({ id }) => id)).size;
    expect(offenders((game) => count(game) >= 6 && count(game) <= 12, main)).toEqual([]);
    expect(offenders((game) => count(game) === game.keywords.length)).toEqual([]);
  });

  test.each(['genres', 'themes', 'platforms', 'game_modes', 'player_perspectives'] as const)(
    "has IGDB's own %s only, none of them twice",
    (field) => {
      const own = new Map(DICTIONARIES[field].map(({ id, name }) => [id, name]));
      const isFine = (entries: Entry[]) =>
        entries.every(({ id, name }) => own.get(id) === name) &&
        new Set(entries.map(({ id }) => id)).size === entries.length;
      expect(offenders((game) => isFine(game[field] ?? []))).toEqual([]);
    },
  );

  test('gives a name the same id everywhere, and no id two names', () => {
    const names = new Map<string, string>();
    const clashes: string[] = [];
    const note = (kind: string, { id, name }: Entry) => {
      const other = names.get(`${kind} ${id}`) ?? name;
      if (other !== name) clashes.push(`${kind} ${id}: ${name}, ${other}`);
      names.set(`${kind} ${id}`, name);
    };
    for (const game of games) {
      for (const keyword of game.keywords) note('keyword', keyword);
      for (const { company } of game.involved_companies) note('company', company);
      for (const name of game.alternative_names ?? []) note('alternative name', name);
    }
    expect(clashes).toEqual([]);
    expect(names.size).toBeGreaterThan(500);
  });

  test('has a developer, a date, a rating, and a sentence for every game', () => {
    const year = (game: Game) => new Date(game.first_release_date * 1000).getUTCFullYear();
    expect(
      offenders(({ involved_companies: involved }) => involved.some(({ developer }) => developer)),
    ).toEqual([]);
    expect(offenders((game) => year(game) >= 1970 && year(game) <= 2027)).toEqual([]);
    expect(offenders(({ rating }) => rating > 0 && rating <= 100)).toEqual([]);
    expect(offenders(({ summary }) => summary.length >= 30)).toEqual([]);
    expect(offenders((game) => game.updated_at >= game.created_at)).toEqual([]);
    expect(offenders(({ checksum }) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(checksum))).toEqual(
      [],
    );
  });

  test('is the same to the byte each time', async () => {
    expect(await readGames(BUNDLED_CATALOGUE_DIR)).toEqual(games);
  });
});

const FACTS = {
  name: 'Pokémon Deep',
  released: '1999-12-31',
  genres: ['Shooter', 'Platform'],
  keywords: ['insects'],
  modes: ['Single player'],
  platforms: ['PC (Microsoft Windows)'],
  developers: ['Team Beetle'],
  publishers: ['Big House', 'Team Beetle'],
  rating: 80,
  ratings: 12,
  about: 'A beetle digs.',
};

describe('a line of facts', () => {
  test('becomes an IGDB record, without what it does not say', async () => {
    const [game, edition] = await readGames(
      await folderWith(
        { ...FACTS, id: 7, cover: 'co7', aka: ['PD'], series: 'Deep' },
        { ...FACTS, id: 8, name: 'Pokémon Deep!', type: 'remake', parent: 'Pokémon Deep (1999)' },
      ),
    );
    const derived = expect.toSatisfy((id: number) => id >= FIRST_DERIVED_ID) as number;
    expect(game).toEqual({
      id: 7,
      name: 'Pokémon Deep',
      slug: 'pokemon-deep',
      url: 'https://www.igdb.com/games/pokemon-deep',
      summary: 'A beetle digs.',
      game_type: 0,
      first_release_date: 946_598_400,
      genres: [
        { id: 5, name: 'Shooter', slug: 'shooter' },
        { id: 8, name: 'Platform', slug: 'platform' },
      ],
      game_modes: [{ id: 1, name: 'Single player', slug: 'single-player' }],
      platforms: [{ id: 6, name: 'PC (Microsoft Windows)', slug: 'win' }],
      keywords: [{ id: derived, name: 'insects', slug: 'insects' }],
      collections: [{ id: derived, name: 'Deep', slug: 'deep' }],
      involved_companies: [
        involved('Team Beetle', 'team-beetle', { developer: true, publisher: true }),
        involved('Big House', 'big-house', { developer: false, publisher: true }),
      ],
      alternative_names: [{ id: derived, name: 'PD' }],
      cover: { id: derived, image_id: 'co7' },
      rating: 80,
      rating_count: 12,
      total_rating: 80,
      total_rating_count: 12,
      created_at: expect.any(Number) as number,
      updated_at: expect.any(Number) as number,
      checksum: expect.any(String) as string,
    });
    expect(edition).toMatchObject({ id: 8, slug: 'pokemon-deep--1', game_type: 8, parent_game: 7 });
  });

  test('that is changed has another checksum, and the id of before', async () => {
    const [[before], [after]] = await Promise.all([
      readGames(await folderWith(FACTS)),
      readGames(await folderWith({ ...FACTS, rating: 81 })),
    ]);
    expect(after?.id).toBe(before?.id);
    expect(after?.checksum).not.toBe(before?.checksum);
  });

  test.each<[string, object[], number, string]>([
    ['an unknown genre', [{ ...FACTS, genres: ['Digging'] }], 1, 'no genres Digging'],
    ['an unknown key', [{ ...FACTS, genre: [] }], 1, 'unknown key genre'],
    ['a missing key', [{ ...FACTS, about: undefined }], 1, 'lacks about'],
    ['a wrong type', [{ ...FACTS, type: 'sequel' }], 1, 'type cannot be "sequel"'],
    ['an impossible date', [{ ...FACTS, released: '1999-13-31' }], 1, 'released cannot be "1999-13-31"'],
    ['the game of another line', [FACTS, { ...FACTS, rating: 1 }], 2, 'Pokémon Deep (1999) is in'],
    [
      'the id of another game',
      [
        { ...FACTS, id: 7 },
        { ...FACTS, name: 'Q', id: 7 },
      ],
      2,
      'has the id of Pokémon Deep',
    ],
    ['a parent that is not there', [{ ...FACTS, parent: 'Deep (1999)' }], 1, 'there is no Deep (1999)'],
  ])('with %s is refused with file and line', async (_, lines, line, problem) => {
    const folder = await folderWith(...lines);
    const error: unknown = await readGames(folder).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CatalogueError);
    expect(error).toMatchObject({ file: join(folder, 'a.jsonl'), line });
    expect((error as CatalogueError).problem).toContain(problem);
  });

  test('has to be somewhere in the folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'catalogue-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await expect(readGames(folder)).rejects.toThrow('holds no .jsonl files');
  });
});

function involved(name: string, slug: string, roles: { developer: boolean; publisher: boolean }) {
  const id = expect.any(Number) as number;
  return { id, company: { id, name, slug }, ...roles, porting: false, supporting: false };
}

async function folderWith(...lines: object[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'catalogue-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'a.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'));
  return folder;
}
