/**
 * The smallest catalogues that once showed a fault, each through the whole pipeline and the API. They lie beside the project
 * where it is developed; every kind has tests on made-up games of the project's own elsewhere.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { createRecommendHandler } from '@playkin/functions/src/recommend/handler.ts';
import type { GameAnswer, RecommendAnswer, SearchAnswer } from '@playkin/shared/api.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../support/command-line.ts';
import { serve } from '../support/serve-function.ts';
import { patient } from '../support/patient.ts';

const CASES = join(import.meta.dirname, '..', '..', '..', 'shared', 'cases');
const hasCases = existsSync(CASES);
const SKIPPED = hasCases ? '' : ' (skipped: there is no ../shared/cases beside the project)';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playkin-cases-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Site {
  json<T>(path: string): Promise<T>;
  names(path: string): Promise<string[]>;
  close(): Promise<void>;
}

/** Builds each catalogue into one folder, one after the other, and serves the last. */
async function siteOf(name: string, ...catalogues: string[]): Promise<Site> {
  const dataDir = join(folder, name);
  for (const catalogue of catalogues) {
    const { status, stderr } = await run([
      'pipeline',
      '--catalog',
      join(CASES, catalogue),
      '--data-dir',
      dataDir,
    ]);
    if (status !== 0) throw new Error(stderr);
  }
  const storage = folderStorage(join(dataDir, 'bucket'));
  const { origin, close } = await serve(
    createRecommendHandler({
      storage,
      clock: () => 0,
      log: () => undefined,
      version: 'v',
      recheckMs: 60_000,
      sleep: patient,
    }),
  );
  const json = async <T>(path: string): Promise<T> => (await (await fetch(origin + path)).json()) as T;
  return {
    json,
    names: async (path) =>
      (await json<RecommendAnswer | SearchAnswer>(path)).results.map(({ game }) => game.name),
    close,
  };
}

const queryOf = (q: string) => `/api/search?q=${encodeURIComponent(q)}&limit=5`;

/** Every catalogue is built once; the cases of it share the site. */
function onSite(title: string, catalogues: string[], cases: (site: () => Site) => void) {
  describe.skipIf(!hasCases)(title + SKIPPED, () => {
    let site: Site | undefined;
    beforeAll(async () => {
      site = await siteOf(catalogues[0] ?? '', ...catalogues);
    });
    afterAll(() => site?.close());
    cases(() => {
      if (site === undefined) throw new Error('The site is not up.');
      return site;
    });
  });
}

onSite('erotic.jsonl: an adult game is left out unless asked for, and counted', ['erotic.jsonl'], (site) => {
  test.each([
    ['/api/search?limit=12', 1],
    ['/api/recommend?like=1', 1],
    ['/api/search?q=manager', 1],
    ['/api/recommend?like=1&adult=include', 0],
  ])('%s', async (path, withheld) => {
    const answer = await site().json<RecommendAnswer | SearchAnswer>(path);
    expect(answer.withheld).toBe(withheld);
    const names = answer.results.map(({ game }) => game.name);
    expect(names.includes('Bedroom Manager')).toBe(withheld === 0);
    expect(names).toContain('Farm Manager');
  });

  test('its own page opens, marked', async () => {
    expect((await site().json<GameAnswer>('/api/games/bedroom-manager')).game).toMatchObject({
      name: 'Bedroom Manager',
      adult: true,
    });
  });
});

onSite('numeric-slug.jsonl: the game that was picked opens', ['numeric-slug.jsonl'], (site) => {
  test('of a slug that is the id of another game', async () => {
    const { results } = await site().json<SearchAnswer>(queryOf('1942'));
    const { id, slug } = results[0]?.game ?? {};
    expect({ id, slug }).toEqual({ id: 9_000_045, slug: '1942' });
    expect((await site().json<GameAnswer>(`/api/games/${String(id)}.${String(slug)}`)).game.name).toBe(
      '1942',
    );
    expect((await site().json<GameAnswer>('/api/games/1942')).game.name).toBe('Monster Hunter Tale');
  });
});

onSite('same-slug.jsonl: each of two games with one slug is reached', ['same-slug.jsonl'], (site) => {
  test.each([
    [1, 'Same Slug One'],
    [2, 'Same Slug Two'],
  ])('by the id %i', async (id, name) => {
    expect((await site().json<GameAnswer>(`/api/games/${id}.same-slug`)).game.name).toBe(name);
  });
});

onSite(
  'slug-change: an address keeps its game, whatever becomes of slugs',
  ['slug-change-v1.jsonl', 'slug-change-v2.jsonl'],
  (site) => {
    test.each([
      ['101.alpha-quest', 'Alpha Quest Remixed', 'alpha-quest-remixed'],
      ['102.beta-quest', 'Beta Quest', 'alpha-quest'],
      ['103.gamma-quest', 'Gamma Quest', 'gamma-quest'],
    ])('%s', async (reference, name, slug) => {
      expect((await site().json<GameAnswer>(`/api/games/${reference}`)).game).toMatchObject({ name, slug });
      const { seeds } = await site().json<RecommendAnswer>(`/api/recommend?like=${reference}`);
      expect(seeds.map((seed) => seed.name)).toEqual([name]);
    });

    test('of a game that is gone there is no other', async () => {
      expect(await site().json('/api/games/104.delta-quest')).toMatchObject({ status: 404 });
    });
  },
);

onSite('search.jsonl: the game that is meant comes first', ['search.jsonl'], (site) => {
  test.each([
    ['xmen', 'X-Men Legends'],
    ['xblades', 'X-Blades'],
    ['megamanx', 'Mega Man X'],
    ['super spike v ball', "Super Spike V'Ball"],
    ['hifi', 'Hi-Fi Rush'],
    ['hifi rush', 'Hi-Fi Rush'],
    ['f1', 'F1 23'],
    ['f1 2023', 'F1 23'],
    ['doom 2016', 'Doom'],
    ['DARK SOULS™ III Deluxe Edition', 'Dark Souls III'],
    ['マリオ', 'スーパーマリオブラザーズ'],
    ['mario brothers', 'Super Mario Bros.'],
    ['???', '???'],
  ])('%s', async (q, expected) => {
    expect((await site().names(queryOf(q)))[0]).toBe(expected);
  });
});

onSite(
  'ratings-without-count.jsonl: no rating is shown that nobody gave or nobody can give',
  ['ratings-without-count.jsonl'],
  (site) => {
    test.each(['uncounted', 'over-the-top'])('%s', async (slug) => {
      const { game } = await site().json<GameAnswer>(`/api/games/${slug}`);
      expect(game.slug).toBe(slug);
      expect(game).not.toHaveProperty('rating');
    });

    test('castle-runner', async () => {
      expect((await site().json<GameAnswer>('/api/games/castle-runner')).game).toMatchObject({ rating: 75 });
    });
  },
);

onSite('redux.jsonl: a list holds one of a family', ['redux.jsonl'], (site) => {
  test('also where IGDB gives no link and the makers differ', async () => {
    const names = await site().names('/api/recommend?like=3&series=all');
    expect(names.filter((name) => name.startsWith('Metro'))).toHaveLength(1);
    expect(names.filter((name) => name.startsWith('Age of Empires'))).toHaveLength(1);
  });
});

onSite('dup-id.jsonl: of one id on two lines the newer updated_at counts', ['dup-id.jsonl'], (site) => {
  test.each([
    [1, 'One'],
    [2, 'Two newer'],
    [3, 'Three'],
  ])('%i', async (id, name) => {
    expect((await site().json<GameAnswer>(`/api/games/${id}`)).game.name).toBe(name);
  });
});
