import { createHash } from 'node:crypto';
import { publish, type PublishSummary } from '@playkin/functions/src/publish/publish.ts';
import { loadRelease } from '@playkin/functions/src/recommend/release/load.ts';
import { rawTable } from '@playkin/functions/src/tables.ts';
import {
  LATEST_PATH,
  type Manifest,
  manifestPath,
  RELEASE_FILES,
  RELEASE_FORMAT,
  releasePath,
  RELEASES_PREFIX,
} from '@playkin/shared/release.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Published, similarityDone } from './published.ts';

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

let deps: Published;
let summary: PublishSummary;
beforeAll(async () => {
  deps = await similarityDone();
  summary = await publish(deps);
});
afterAll(() => {
  deps.warehouse.close();
});

const runRow = async (runId: string) =>
  (await Array.fromAsync(deps.warehouse.query('SELECT * FROM runs WHERE run_id = @runId', { runId })))[0];
const latest = () => text(deps.storage.objects.get(LATEST_PATH));

describe('a published release', () => {
  test('has a manifest with the size and checksum of every file, the counts and the run it was made from', () => {
    const { objects } = deps.storage;
    const manifest = JSON.parse(text(objects.get(manifestPath(summary.release)))) as Manifest;
    expect(manifest).toEqual({
      format: RELEASE_FORMAT,
      release: 'run-2',
      createdAt: expect.stringMatching(/^2026-03-01T00:00:\d\d\.000Z$/) as string,
      runId: 'run-1',
      counts: summary.counts,
      files: Object.fromEntries(
        RELEASE_FILES.map((file) => {
          const bytes = objects.get(releasePath(summary.release, file)) ?? new Uint8Array();
          return [file, { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }];
        }),
      ),
      metrics: {
        games: summary.counts.canonicalGames,
        'coverage@10': expect.any(Number) as number,
        'gini@10': expect.any(Number) as number,
        'largest_in_degree@10': expect.any(Number) as number,
        with_neighbors: expect.any(Number) as number,
      },
    });
  });

  test('is written file by file, then its manifest, then latest.json, which alone replaces an older one', () => {
    const { writes } = deps.storage;
    const names = writes.map(({ path }) => path);
    expect(names.slice(0, -2).sort()).toEqual(
      RELEASE_FILES.map((file) => releasePath(summary.release, file)).sort(),
    );
    expect(names.slice(-2)).toEqual([manifestPath(summary.release), LATEST_PATH]);
    expect(writes.filter(({ createOnly }) => !createOnly).map(({ path }) => path)).toEqual([LATEST_PATH]);
    expect(JSON.parse(latest())).toEqual({ release: 'run-2' });
  });

  test('loads as the release that recommend answers from', async () => {
    const release = await loadRelease(deps.storage);
    expect(release.name).toBe('run-2');
    expect(release.gameCount).toBe(94);
    expect(release.gameCount).toBe(summary.counts.games);
    expect(release.canonicalCount).toBe(summary.counts.canonicalGames);
  });

  test('is told of file by file, and in the table runs', async () => {
    const told = deps.updates.filter(({ stage }) => stage === 'publish');
    expect(told.map(({ done }) => done)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(await runRow('run-2')).toMatchObject({
      stage: 'publish',
      status: 'done',
      release: 'run-2',
      counts: JSON.stringify(summary.counts),
      error: null,
    });
  });
});

describe('publishing', () => {
  test.each([...RELEASE_FILES.map((file) => `${file}.bin`), 'manifest.json', LATEST_PATH])(
    'leaves the old release in place when %s cannot be written',
    async (failing) => {
      const before = latest();
      deps.storage.failing = failing;
      await expect(publish(deps)).rejects.toThrow('no room for');
      deps.storage.failing = undefined;
      expect(latest()).toBe(before);
      expect((await loadRelease(deps.storage)).name).toBe('run-2');
      const path = deps.storage.writes.at(-1)?.path ?? '';
      const runId = /releases\/([^/]+)\//.exec(path)?.[1] ?? (await lastRun());
      expect(await runRow(runId)).toMatchObject({
        stage: 'publish',
        status: 'failed',
        error: `no room for ${path}`,
        release: null,
        counts: null,
      });
    },
  );

  const lastRun = async () => {
    const sql = "SELECT run_id FROM runs WHERE stage = 'publish' ORDER BY started_at DESC LIMIT 1";
    return String((await Array.fromAsync(deps.warehouse.query(sql)))[0]?.['run_id']);
  };

  test('the same tables again makes a release of the same bytes', async () => {
    const again = await publish(deps);
    expect(JSON.parse(latest())).toEqual({ release: again.release });
    for (const file of RELEASE_FILES) {
      const [old, fresh] = [summary, again].map(({ release }) =>
        deps.storage.objects.get(releasePath(release, file)),
      );
      expect(Buffer.from(fresh ?? []).equals(Buffer.from(old ?? [])), file).toBe(true);
    }
  });

  test('keeps the ten newest releases, and nothing of unfinished ones', async () => {
    const { objects } = deps.storage;
    for (const path of [...objects.keys()].filter((path) => path.startsWith(RELEASES_PREFIX)))
      objects.delete(path);
    const names = Array.from({ length: 12 }, (_, i) => `run-0${String(i).padStart(2, '0')}`);
    for (const name of names) {
      for (const path of [manifestPath(name), releasePath(name, 'games')])
        objects.set(path, new Uint8Array(1));
    }
    objects.set(releasePath('run-broken', 'games'), new Uint8Array(1));
    const { release } = await publish(deps);
    const left = new Set(
      [...objects.keys()]
        .filter((path) => path.startsWith(RELEASES_PREFIX))
        .map((path) => path.slice(RELEASES_PREFIX.length).split('/')[0]),
    );
    expect([...left].sort()).toEqual([...names.slice(-9), release].sort());
    expect(objects.has(releasePath(release, 'games'))).toBe(true);
  });

  test('is done although old releases cannot be deleted, which is logged', async () => {
    const { objects } = deps.storage;
    objects.set(releasePath('run-broken', 'games'), new Uint8Array(1));
    const storage = { ...deps.storage, remove: () => Promise.reject(new Error('no permission')) };
    const { release } = await publish({ ...deps, storage });
    expect(JSON.parse(latest())).toEqual({ release });
    expect(deps.logged.at(-1)).toMatchObject({
      severity: 'WARNING',
      message: 'Old releases could not be deleted: no permission',
    });
  });

  // What is still said to be running is dead, since publish works alone.
  test.each(['failed', 'running', 'stopped'])(
    'refuses tables whose run of similarity is %s',
    async (status) => {
      const before = latest();
      const run_id = `run-9-${status}`;
      await deps.warehouse.upsert(rawTable('runs'), [
        { run_id, stage: 'similarity', status, started_at: '2026-03-02T00:00:00.000Z' },
      ]);
      await expect(publish(deps)).rejects.toThrow(
        `run of similarity, ${run_id}, is ${status === 'running' ? 'failed' : status}: expected done`,
      );
      expect(latest()).toBe(before);
      expect(await runRow(await lastRun())).toMatchObject({ status: 'failed' });
    },
  );
});
