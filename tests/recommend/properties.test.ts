import { at } from '@playkin/functions/src/arrays/rows.ts';
import { BUNDLED_CATALOGUE_DIR, readBundledCatalogue } from '@playkin/functions/src/catalogue/bundled.ts';
import { publish } from '@playkin/functions/src/publish/publish.ts';
import { createRecommendHandler } from '@playkin/functions/src/recommend/handler.ts';
import { loadRelease } from '@playkin/functions/src/recommend/release/load.ts';
import type { Release } from '@playkin/functions/src/recommend/release/release.ts';
import { dialsOf } from '@playkin/functions/src/recommend/similar/dials.ts';
import { type Filters, isFilterless } from '@playkin/functions/src/recommend/similar/filters.ts';
import { profileOf } from '@playkin/functions/src/recommend/similar/profile.ts';
import { cosine, LEAST_PRODUCTS, scoreOne } from '@playkin/functions/src/recommend/similar/score.ts';
import {
  fromIndex,
  fromNeighbors,
  isPlain,
  similar,
} from '@playkin/functions/src/recommend/similar/similar.ts';
import { similarity } from '@playkin/functions/src/similarity/similarity.ts';
import { rawTable } from '@playkin/functions/src/tables.ts';
import type { RecommendAnswer } from '@playkin/shared/api.ts';
import { ENDPOINTS } from '@playkin/shared/parameter-kinds.ts';
import { GAME_TYPES, PARAMETERS, TAG_FILTERS } from '@playkin/shared/parameters.ts';
import { TAG_KINDS } from '@playkin/shared/release.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openMemory, rawGame } from '../support/memory-warehouse.ts';
import { memoryStorage } from '../support/memory-storage.ts';
import { patient } from '../support/patient.ts';
import { type Served, serve } from '../support/serve-function.ts';

const storage = memoryStorage();
let release: Release;
let served: Served;

beforeAll(async () => {
  const lines = await Array.fromAsync(readBundledCatalogue(BUNDLED_CATALOGUE_DIR));
  const warehouse = await openMemory();
  let runs = 0;
  const deps = {
    warehouse,
    storage,
    clock: () => Date.parse('2026-03-01T00:00:00Z') + 1000 * runs,
    newRunId: () => `run-${String(++runs)}`,
    progress: () => undefined,
    log: () => undefined,
    force: false,
  };
  await warehouse.upsert(
    rawTable('raw_games'),
    lines.map((line) => rawGame(JSON.parse(line) as Parameters<typeof rawGame>[0])),
  );
  await similarity(deps);
  await publish(deps);
  warehouse.close();
  release = await loadRelease(storage);
  const log = () => undefined;
  served = await serve(
    createRecommendHandler({
      storage,
      clock: () => 0,
      sleep: patient,
      log,
      version: 'v1',
      recheckMs: 60_000,
    }),
  );
});
afterAll(() => served.close());

/** The same questions in each run: a failure can be looked at again. */
const holds = <T>(questions: fc.IProperty<T> | fc.IAsyncProperty<T>, numRuns: number) =>
  fc.assert(questions as fc.IAsyncProperty<T>, { seed: 20_261_128, numRuns });

const ANYTHING: Filters = { tags: [] };
const game = () => fc.integer({ min: 0, max: release.canonicalCount - 1 });
const games = (least: number, most: number) => fc.uniqueArray(game(), { minLength: least, maxLength: most });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 1 });

test('the neighbours and the index give one list', async () => {
  let compared = 0;
  await holds(
    fc.property(game(), fc.integer({ min: 1, max: 40 }), (seed, limit) => {
      const query = { like: [seed], unlike: [], filters: ANYTHING, limit };
      const profile = profileOf(release, [seed], []);
      const ready = isPlain(release, query) ? fromNeighbors(release, query, profile) : undefined;
      if (ready === undefined) return;
      expect(ready).toEqual(fromIndex(release, query, profile));
      compared++;
    }),
    150,
  );
  expect(compared).toBeGreaterThan(100);
});

/** How many ratings a famous game has at least, and a hidden one at most. */
function fame() {
  const counts = Array.from(release.games.ratings.subarray(0, release.canonicalCount)).filter(
    (count) => count > 0,
  );
  counts.sort((a, b) => a - b);
  const famous = counts[counts.length - Math.ceil(counts.length / 10)] ?? Infinity;
  return { famous, hidden: Math.min(counts[Math.floor((counts.length - 1) / 2)] ?? 0, famous - 1) };
}

/** Whether a game passes, written out from the descriptions of the parameters. */
function passes(one: number, filters: Filters, { famous, hidden }: ReturnType<typeof fame>): boolean {
  const { games: columns } = release;
  const own = columns.tags.values.subarray(at(columns.tags.start, one), at(columns.tags.start, one + 1));
  const [year, rated, rating] = [at(columns.year, one), at(columns.ratings, one), at(columns.rating, one)];
  return (
    at(columns.recommended, one) === (filters.coming === true ? 2 : 1) &&
    at(columns.adult, one) === 0 &&
    filters.tags.every((tags) => tags.length === 0 || tags.some((tag) => own.includes(tag))) &&
    (filters.from === undefined || (year !== 0 && year >= filters.from)) &&
    (filters.to === undefined || (year !== 0 && year <= filters.to)) &&
    (filters.rating === undefined || (rating !== 255 && rating >= filters.rating)) &&
    (filters.ratings === undefined || rated >= filters.ratings) &&
    ((filters.types ?? []).length === 0 || (filters.types ?? []).includes(at(columns.type, one))) &&
    !(filters.exclude ?? []).includes(one) &&
    (filters.popularity !== 'famous' || rated >= famous) &&
    (filters.popularity !== 'hidden' || (rated <= hidden && (rating === 255 || rating >= 70)))
  );
}

function filters(): fc.Arbitrary<Filters> {
  const tagsOf = (name: (typeof TAG_FILTERS)[number]) =>
    [...release.tags.kind.keys()].filter(
      (tag) => TAG_KINDS[at(release.tags.kind, tag)] === PARAMETERS[name].tag,
    );
  const lists = TAG_FILTERS.map((name) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constant<number[]>([]) },
      { weight: 1, arbitrary: fc.subarray(tagsOf(name), { minLength: 1, maxLength: 4 }) },
    ),
  );
  return fc.record({
    tags: fc.tuple(...lists),
    from: maybe(fc.integer({ min: 1980, max: 2025 })),
    to: maybe(fc.integer({ min: 1990, max: 2026 })),
    rating: maybe(fc.integer({ min: 50, max: 95 })),
    ratings: maybe(fc.integer({ min: 1, max: 2000 })),
    popularity: maybe(fc.constantFrom('famous' as const, 'hidden' as const)),
    types: maybe(fc.subarray(Object.values(GAME_TYPES), { minLength: 1 })),
    coming: fc.oneof(
      { weight: 9, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    exclude: maybe(games(1, 6)),
  });
}

test('every filter gives what looking at every game gives, and counts it', async () => {
  let found = 0;
  const bounds = fame();
  await holds(
    fc.property(games(1, 3), filters(), (like, filter) => {
      const answer = similar(release, {
        like,
        unlike: [],
        filters: filter,
        popularity: 0,
        allOfSeries: true,
        limit: 200,
      });
      const families = new Set(like.map((seed) => at(release.games.family, seed)));
      const all = Array.from({ length: release.canonicalCount }, (_, one) => one).filter(
        (one) => passes(one, filter, bounds) && !families.has(at(release.games.family, one)),
      );
      expect(answer.matched).toBe(all.length);
      expect(answer.results.length > 0).toBe(all.length > 0);
      const profile = profileOf(release, like, []);
      const alike = all
        .map((one) => ({ one, score: scoreOne(release, profile, one) }))
        .filter(({ score }) => score >= (isFilterless(filter) ? LEAST_PRODUCTS : 1))
        .sort((a, b) => b.score - a.score || a.one - b.one)
        .filter(({ one }, i, list) => {
          const family = at(release.games.family, one);
          return list.findIndex((other) => at(release.games.family, other.one) === family) === i;
        })
        .slice(0, 200);
      if (alike.length === 0) return;
      expect(answer.results.map((result) => [result.game, result.score])).toEqual(
        alike.map(({ one, score }) => [one, cosine(score)]),
      );
      found += alike.length;
    }),
    120,
  );
  expect(found).toBeGreaterThan(1000);
});

test('the order of the seeds and traits does not matter', async () => {
  const dials = [...dialsOf(release).values()];
  await holds(
    fc.property(
      games(2, 6),
      games(0, 3),
      fc.subarray(dials, { maxLength: 3 }),
      fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 9, maxLength: 9 }),
      fc.boolean(),
      (like, others, more, weights, rotated) => {
        const unlike = others.filter((one) => !like.includes(one));
        const turn = <T>(list: readonly T[]) =>
          rotated ? [...list.slice(1), ...list.slice(0, 1)] : list.toReversed();
        const ask = (order: <T>(list: readonly T[]) => readonly T[]) =>
          similar(release, {
            like: order(like),
            unlike: order(unlike),
            more: order(more),
            weights: new Map(
              order([...like, ...unlike].map((one, i) => [one, (weights[i] ?? 1) / 10] as const)),
            ),
            filters: ANYTHING,
            limit: 30,
          });
        const [there, back] = [ask((list) => list), ask(turn)];
        expect(back.results).toEqual(there.results);
        expect(new Map(back.profile)).toEqual(new Map(there.profile));
      },
    ),
    60,
  );
});

const ask = async (query: string): Promise<RecommendAnswer> => {
  const response = await fetch(`${served.origin}/api/recommend?${query}`);
  expect(response.status).toBe(200);
  return (await response.json()) as RecommendAnswer;
};
const sumOf = (shares: readonly { share: number }[] = []) =>
  shares.reduce((sum, { share }) => sum + share, 0);
const idOf = (one: number) => String(at(release.games.id, one));

/** Questions as an address asks them. */
const questions = () =>
  fc
    .record({
      like: games(1, 4),
      unlike: games(0, 2),
      more: fc.subarray([...dialsOf(release).keys()], { maxLength: 2 }),
      popularity: maybe(fc.integer({ min: -4, max: 4 }).map((quarters) => quarters / 4)),
      variety: fc.constantFrom(0, 0, 0.3, 1),
    })
    .map(({ like, unlike, more, popularity, variety }) => {
      const params = new URLSearchParams({
        like: like.map((one, i) => `${idOf(one)}:${String(i + 1)}`).join(','),
      });
      // An edition of a liked game stands for it; these are canonical.
      const disliked = unlike.filter((one) => !like.includes(one)).map(idOf);
      if (disliked.length > 0) params.set('unlike', disliked.join(','));
      if (more.length > 0) params.set('more', more.join(','));
      if (popularity !== undefined) params.set('popularity', String(popularity));
      if (variety > 0) params.set('variety', String(variety));
      return params.toString();
    });

test('the parts add up to the score, and the match falls down the list', async () => {
  let looked = 0;
  await holds(
    fc.asyncProperty(questions(), async (question) => {
      const { results } = await ask(`${question}&limit=20`);
      let last = 1;
      for (const { score, match, why, against, others, seeds } of results) {
        expect(sumOf(why) + sumOf(against) + others).toBeCloseTo(score, 9);
        if (seeds) expect(sumOf(seeds)).toBeCloseTo(score, 9);
        expect(match).toBeLessThanOrEqual(last);
        last = match;
        looked++;
      }
    }),
    40,
  );
  expect(looked).toBeGreaterThan(300);
});

test('pages of any length make one list', async () => {
  await holds(
    fc.asyncProperty(
      questions(),
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 50 }),
      async (question, one, other) => {
        const pages = async (limit: number) => {
          const found: string[] = [];
          let next: string | undefined;
          do {
            const cursor = next === undefined ? '' : `&cursor=${next}`;
            const page = await ask(`${question}&limit=${String(limit)}&fields=score,match${cursor}`);
            found.push(...page.results.map((result) => JSON.stringify(result)));
            next = page.next;
          } while (next !== undefined && found.length < 60);
          return found;
        };
        const [a, b] = [await pages(one), await pages(other)];
        const length = Math.min(a.length, b.length);
        expect(a.slice(0, length)).toEqual(b.slice(0, length));
        expect(new Set(a).size).toBe(a.length);
      },
    ),
    12,
  );
});

test('whatever is typed into an address, it is answered or refused with a sentence', async () => {
  const names = [...Object.keys(PARAMETERS), 'nothing'];
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '',
      ',',
      ':',
      '10',
      '-1',
      'NaN',
      '1e9',
      '%',
      '%E0%A4',
      '\0',
      '../..',
      '__proto__',
      'constructor',
    ),
    fc.integer().map(String),
  );
  const statuses = new Set<number>();
  await holds(
    fc.asyncProperty(
      fc.constantFrom(
        ...ENDPOINTS.map((endpoint) => (endpoint === 'openapi' ? 'openapi.json' : endpoint)),
        'games/10',
        'games/%00',
      ),
      fc.array(fc.tuple(fc.constantFrom(...names), text, fc.boolean()), { maxLength: 4 }),
      async (endpoint, pairs) => {
        const query = pairs
          .map(
            ([name, value, raw]) =>
              `${name}=${raw ? value.replace(/[^\x21-\x7e]|#/g, '') : encodeURIComponent(value.toWellFormed())}`,
          )
          .join('&');
        const response = await fetch(`${served.origin}/api/${endpoint}?${query}`);
        const answer = (await response.json()) as { detail?: string };
        statuses.add(response.status);
        expect(response.status).toBeLessThan(500);
        if (response.status >= 400) expect(answer.detail).toMatch(/^\S.*[.?]$/s);
      },
    ),
    400,
  );
  expect([...statuses].sort()).toEqual(expect.arrayContaining([200, 400, 404]));
});
