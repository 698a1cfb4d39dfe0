import { describeNight } from '@playkin/functions/src/cli/commands/status.ts';
import type { NightReport, StageReport } from '@playkin/shared/api.ts';
import { expect, test } from 'vitest';

const NOW = Date.parse('2026-03-02T12:00:00.000Z');
const done = (hour: number): StageReport => ({
  runId: `run-${hour}`,
  status: 'done',
  startedAt: `2026-03-02T0${hour}:00:00.000Z`,
  finishedAt: `2026-03-02T0${hour}:12:05.000Z`,
});
const GOOD: NightReport = {
  reportedAt: '2026-03-02T05:00:00.000Z',
  goodNightAt: '2026-03-02T03:12:05.000Z',
  stages: { ingest: done(3), similarity: done(4), publish: done(5) },
  release: 'release-5',
  bytesBilledThisMonth: 12_345_000_000,
};

test('a good night is one screen that asks for nothing', () => {
  expect(describeNight(GOOD, NOW, '')).toBe(
    [
      'Last good night    2026-03-02 03:12 UTC, 9 hours ago',
      'Published          release-5',
      'Billed this month  12.3 GB',
      '',
      'stage       status  started               took   run',
      '──────────  ──────  ────────────────────  ─────  ─────',
      'ingest      done    2026-03-02 03:00 UTC  12:05  run-3',
      'similarity  done    2026-03-02 04:00 UTC  12:05  run-4',
      'publish     done    2026-03-02 05:00 UTC  12:05  run-5',
      '',
      'Next: nothing to do.',
      '',
    ].join('\n'),
  );
});

const nextOf = (night: NightReport | undefined, where: string) =>
  describeNight(night, NOW, where).trimEnd().split('\n').at(-1);

const SITE = 'https://playkin.example';
const without = (stage: string) =>
  Object.fromEntries(Object.entries(GOOD.stages).filter(([name]) => name !== stage));
const withStage = (stage: string, status: StageReport['status']): NightReport => ({
  ...GOOD,
  stages: { ...GOOD.stages, [stage]: { ...done(6), status } },
});

test.each<[string, NightReport | undefined, string, string]>([
  [
    'nothing has run',
    undefined,
    ' -- --data-dir d',
    'No stage has run yet. Next: npm run pipeline -- --data-dir d',
  ],
  ['a stage is at work', withStage('similarity', 'running'), '', 'Next: wait: similarity is at work.'],
  [
    'a stage failed on a laptop',
    withStage('publish', 'failed'),
    ' -- --data-dir d',
    `Next: publish failed: npm run query -- --data-dir d "select error from runs where stage = 'publish' order by run_id desc limit 1" says why (--force publishes a run of less quality all the same). Then npm run publish -- --data-dir d`,
  ],
  [
    'a stage failed in the cloud',
    withStage('ingest', 'failed'),
    SITE,
    'Next: ingest failed: its log and the table runs say why. Then call ingest again',
  ],
  [
    'an ingest was stopped',
    withStage('ingest', 'stopped'),
    '',
    'Next: ingest ended before it was done: npm run ingest',
  ],
  [
    'a stage never ran',
    { ...GOOD, stages: without('publish') },
    '',
    'Next: publish has never run: npm run publish',
  ],
  [
    'news are not published',
    { ...GOOD, pending: 'similarity' },
    '',
    'Next: similarity has news to work on: npm run similarity',
  ],
  [
    'the last good night is long ago',
    { ...GOOD, goodNightAt: '2026-02-28T23:00:00.000Z' },
    SITE,
    'Next: the last good night is more than 36 hours ago: call ingest again',
  ],
])('says what to do when %s', (_name, night, where, next) => {
  expect(nextOf(night, where)).toBe(next);
});
