import type { LogEntry } from '@playkin/functions/src/log.ts';
import { publish } from '@playkin/functions/src/publish/publish.ts';
import { checkQuality, QualityGateError } from '@playkin/functions/src/publish/quality-gate.ts';
import { rawTable } from '@playkin/functions/src/tables.ts';
import { LATEST_PATH, type Manifest, manifestPath } from '@playkin/shared/release.ts';
import { describe, expect, test } from 'vitest';
import { memoryStorage } from '../support/memory-storage.ts';
import { similarityDone } from './published.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** Storage whose last release, old, has these metrics, or what is given instead of its manifest. */
async function storageWith(
  metrics: Record<string, number>,
  manifest = JSON.stringify({ release: 'old', metrics }),
) {
  const storage = memoryStorage();
  await storage.write(manifestPath('old'), bytes(manifest));
  await storage.write(LATEST_PATH, bytes('{"release":"old"}'));
  return storage;
}

const found = { 'tag_agreement@10': { value: 0.28, low: 0.275, high: 0.285 } };
const before = (agreement: number) => ({ 'tag_agreement@10': agreement });

function gate(storage: ReturnType<typeof memoryStorage>, force = false) {
  const logged: LogEntry[] = [];
  const log = (entry: LogEntry) => void logged.push(entry);
  return {
    logged,
    check: (quality: Parameters<typeof checkQuality>[2]) =>
      checkQuality({ storage, log, force }, 'run-2', quality),
  };
}

describe('the quality gate', () => {
  test.each([0.2, 0.28, 0.285])('lets pass what chance could have moved from %d', async (agreement) => {
    const { check, logged } = gate(await storageWith(before(agreement)));
    await check(found);
    expect(logged).toEqual([]);
  });

  test('stops what is worse by more than the interval, with both figures and what to do', async () => {
    const { check } = gate(await storageWith(before(0.2851)));
    const error: unknown = await check(found).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(QualityGateError);
    expect(error).toMatchObject({ found: found['tag_agreement@10'], expected: 0.2851 });
    expect((error as Error).message).toBe(
      'tag_agreement@10 of run-2 is 0.2800 (0.2750 to 0.2850), below the 0.2851 of the last release, old: ' +
        'it is not published. Mend what made it worse and run similarity again, or publish it with --force.',
    );
  });

  test('lets it pass when forced, and says so', async () => {
    const { check, logged } = gate(await storageWith(before(0.4)), true);
    await check(found);
    expect(logged).toEqual([
      { severity: 'WARNING', message: expect.stringContaining('it is published all the same.') as string },
    ]);
  });

  test('lets a run pass that is not measured, and says so', async () => {
    const { check, logged } = gate(await storageWith(before(0.4)));
    await check({ 'diversity@10': { value: 1 } });
    expect(logged).toEqual([
      { severity: 'INFO', message: "Nobody judged run-2: it is published without players' agreement." },
    ]);
  });

  test.each([
    ['games', 1000, 950, 949],
    ['games', 10, 5, 4],
    ['with_neighbors', 0.99, 0.97, 0.969],
    ['coverage@10', 0.8, 0.75, 0.749],
    ['gini@10', 0.6, 0.65, 0.651],
    ['largest_in_degree@10', 200, 400, 401],
    ['largest_in_degree@10', 10, 200, 201],
  ])(
    'holds %s, %d in the last release, to its limit: %d passes, %d does not',
    async (metric, last, passes, fails) => {
      const storage = await storageWith({ [metric]: last });
      await gate(storage).check({ [metric]: { value: passes } });
      await expect(gate(storage).check({ [metric]: { value: fails } })).rejects.toMatchObject({
        metric,
        expected: last,
      });
      const forced = gate(storage, true);
      await forced.check({ [metric]: { value: fails } });
      expect(forced.logged.map(({ severity }) => severity)).toEqual(['INFO', 'WARNING']);
    },
  );

  test('does not compare with a release of a part of the catalogue, and says so', async () => {
    const { check, logged } = gate(await storageWith({ games: 100, 'gini@10': 0.2 }));
    await check({ games: { value: 973 }, 'gini@10': { value: 0.9 } });
    expect(logged.at(-1)?.message).toBe(
      'The last release, old, had 100 games, this run has 973: their lists are not compared.',
    );
  });

  test('says which metric fell, how far it may, and what to do', async () => {
    const { check } = gate(await storageWith({ 'coverage@10': 0.8 }));
    await expect(check({ 'coverage@10': { value: 0.5 } })).rejects.toThrow(
      'coverage@10 of run-2 is 0.5000: expected at most 0.05 below the 0.8000 of the last release, old: it is not published. ' +
        'Mend what made it worse and run similarity again, or publish it with --force.',
    );
  });

  test('has nothing to compare with before the first release, or where the last is not measured or damaged', async () => {
    await gate(memoryStorage()).check(found);
    await gate(await storageWith({})).check(found);
    await gate(await storageWith({}, '{"release": "old", "me')).check(found);
  });

  test('does not compare with a release of another catalogue', async () => {
    const storage = await storageWith({ games: 24, ...before(0.9) });
    const deps = { storage, log: () => undefined, force: false };
    const few = { ...found, games: { value: 9 } };
    await expect(checkQuality(deps, 'run-2', few)).rejects.toThrow(QualityGateError);
    await checkQuality({ ...deps, isAnotherCatalogue: true }, 'run-2', few);
  });
});

test('publish keeps the figures in the manifest, and leaves a better release in place', async () => {
  const deps = await similarityDone();
  const measured_at = '2026-03-01T00:00:00.000Z';
  const measure = (agreement: number) =>
    deps.warehouse.upsert(rawTable('quality'), [
      {
        run_id: 'run-1',
        metric: 'tag_agreement@10',
        value: agreement,
        low: agreement,
        high: agreement,
        measured_at,
      },
      { run_id: 'run-1', metric: 'judged_games', value: 12, measured_at },
      { run_id: 'run-0', metric: 'gini@10', value: 0.9, measured_at },
    ]);
  await measure(0.3);
  const { release } = await publish(deps);
  const text = (path: string) => new TextDecoder().decode(deps.storage.objects.get(path));
  const { metrics } = JSON.parse(text(manifestPath(release))) as Manifest;
  expect(metrics).toMatchObject({ 'tag_agreement@10': 0.3, judged_games: 12 });
  expect(Object.keys(metrics).sort()).toEqual([
    'coverage@10',
    'games',
    'gini@10',
    'judged_games',
    'largest_in_degree@10',
    'tag_agreement@10',
    'with_neighbors',
  ]);

  await measure(0.2);
  const writes = deps.storage.writes.length;
  await expect(publish(deps)).rejects.toThrow(QualityGateError);
  expect(deps.storage.writes).toHaveLength(writes);
  const forced = await publish({ ...deps, force: true });
  expect(JSON.parse(text(LATEST_PATH))).toEqual({ release: forced.release });
  expect(deps.logged.map(({ severity }) => severity)).toEqual(['WARNING']);
  deps.warehouse.close();
});
