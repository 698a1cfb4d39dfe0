import { type DuckDbWarehouse, openDuckDb } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { hoursSinceGoodNight, readNight } from '@playkin/functions/src/release/night.ts';
import { reportNight, writeNight } from '@playkin/functions/src/runs/night.ts';
import { rawTable } from '@playkin/functions/src/tables.ts';
import { NIGHT_PATH } from '@playkin/shared/release.ts';
import { afterEach, expect, test } from 'vitest';
import { memoryStorage } from '../support/memory-storage.ts';

const opened: DuckDbWarehouse[] = [];
afterEach(() => {
  for (const warehouse of opened.splice(0)) warehouse.close();
});

/** A run that starts at that hour of 2 March 2026 and takes ten minutes. */
type Past = [hour: number, stage: string, status: string, counts?: object];

const at = (hour: number, minute = 0) =>
  `2026-03-02T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00.000Z`;
const clock = () => Date.parse(at(12));
const NEWS = { received: 5, inserted: 1, updated: 0, complete: 1 };
const NOTHING = { received: 5, inserted: 0, updated: 0, complete: 1 };

async function warehouseWith(runs: readonly Past[], more: readonly object[] = []): Promise<DuckDbWarehouse> {
  const warehouse = await openDuckDb({ path: ':memory:', storage: memoryStorage(), memoryLimit: '256MB' });
  opened.push(warehouse);
  const rows = runs.map(([hour, stage, status, counts]) => ({
    run_id: `run-${String(hour).padStart(2, '0')}`,
    stage,
    status,
    started_at: at(hour),
    finished_at: status === 'running' ? null : at(hour, 10),
    counts: counts === undefined ? null : JSON.stringify(counts),
    bytes_billed: 1000,
    release: stage === 'publish' ? `release-${hour}` : null,
  }));
  await warehouse.upsert(rawTable('runs'), [...rows, ...more] as typeof rows);
  return warehouse;
}

const NIGHT: readonly Past[] = [
  [1, 'ingest', 'done', NEWS],
  [2, 'similarity', 'done'],
  [3, 'publish', 'done'],
];

test.each<[string, readonly Past[], string | undefined]>([
  ['has no good night before the first run', [], undefined],
  ['is good once what was ingested is published, as of the end of the ingest', NIGHT, at(1, 10)],
  [
    'is good again when the next ingest finds nothing new',
    [...NIGHT, [4, 'ingest', 'done', NOTHING]],
    at(4, 10),
  ],
  ['is not good while news are not published', [...NIGHT, [4, 'ingest', 'done', NEWS]], undefined],
  ['is not good after a failed ingest', [...NIGHT, [4, 'ingest', 'failed']], undefined],
  [
    'is not good after an ingest that its limit ended',
    [...NIGHT, [4, 'ingest', 'done', { ...NOTHING, complete: 0 }]],
    undefined,
  ],
  [
    'is not good when similarity failed on the news',
    [...NIGHT, [4, 'ingest', 'done', NEWS], [5, 'similarity', 'failed']],
    undefined,
  ],
  ['is not good before the first publish', NIGHT.slice(0, 2), undefined],
])('a night %s', async (_name, runs, goodNightAt) => {
  const report = await reportNight(await warehouseWith(runs), clock, undefined);
  expect(report.goodNightAt).toBe(goodNightAt);
  if (goodNightAt !== undefined) expect(report.pending).toBeUndefined();
});

test('the last good night stays known while later ones fail', async () => {
  const storage = memoryStorage();
  await writeNight(await warehouseWith(NIGHT), storage, clock);
  await writeNight(await warehouseWith([...NIGHT, [4, 'ingest', 'failed']]), storage, clock);
  expect(await readNight(storage)).toEqual({
    reportedAt: at(12),
    goodNightAt: at(1, 10),
    stages: {
      ingest: { runId: 'run-04', status: 'failed', startedAt: at(4), finishedAt: at(4, 10) },
      similarity: { runId: 'run-02', status: 'done', startedAt: at(2), finishedAt: at(2, 10) },
      publish: {
        runId: 'run-03',
        status: 'done',
        startedAt: at(3),
        finishedAt: at(3, 10),
      },
    },
    release: 'release-3',
    bytesBilledThisMonth: 4000,
  });
});

test('what is published is told also after a publish that was refused, and an ingest that a limit ended is told apart', async () => {
  const runs: Past[] = [
    ...NIGHT,
    [4, 'ingest', 'done', { ...NEWS, complete: 0 }],
    [5, 'similarity', 'done'],
    [6, 'publish', 'failed'],
  ];
  const report = await reportNight(await warehouseWith(runs), clock, undefined);
  expect(report.release).toBe('release-3');
  expect(report.stages['publish']?.status).toBe('failed');
  expect(report.stages['ingest']?.complete).toBe(false);
});

test('the stage is told that has news to work on', async () => {
  const news: Past[] = [...NIGHT, [4, 'ingest', 'done', NEWS]];
  const pendingOf = async (runs: readonly Past[]) =>
    (await reportNight(await warehouseWith(runs), clock, undefined)).pending;
  expect(await pendingOf(NIGHT)).toBeUndefined();
  expect(await pendingOf(news)).toBe('similarity');
  expect(await pendingOf([...news, [5, 'similarity', 'done']])).toBe('publish');
});

test('bytes are those of the calendar month', async () => {
  const older = {
    run_id: 'old',
    stage: 'ingest',
    status: 'done',
    started_at: '2026-02-28T23:59:59.000Z',
    bytes_billed: 7,
  };
  const { bytesBilledThisMonth } = await reportNight(await warehouseWith(NIGHT, [older]), clock, undefined);
  expect(bytesBilledThisMonth).toBe(3000);
});

test.each(['{', '[]', '{"stages":3}'])('a damaged report, %s, counts as none', async (text) => {
  const storage = memoryStorage(new Map([[NIGHT_PATH, new TextEncoder().encode(text)]]));
  expect(await readNight(storage)).toBeUndefined();
});

test('hours are counted from the good night, never below 0', () => {
  const night = { reportedAt: at(12), goodNightAt: at(3), stages: {}, bytesBilledThisMonth: 0 };
  expect(hoursSinceGoodNight(night, Date.parse(at(10, 30)))).toBe(7.5);
  expect(hoursSinceGoodNight(night, Date.parse(at(2)))).toBe(0);
});
