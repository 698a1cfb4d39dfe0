import { type LogEntry, logLine } from '@playkin/functions/src/log.ts';
import { progressLog } from '@playkin/functions/src/progress/progress-log.ts';
import { expect, test } from 'vitest';

function setUp() {
  let now = 1_000_000;
  const entries: LogEntry[] = [];
  const progress = progressLog(
    (entry) => entries.push(entry),
    () => now,
  );
  const pass = (ms: number) => {
    now += ms;
  };
  return { progress, pass, taken: () => entries.splice(0) };
}

const messages = (entries: LogEntry[]) => entries.map(({ message }) => message);

test('at IGDB’s pace an entry is written at the begin, every five seconds, and at the end', () => {
  const { progress, pass, taken } = setUp();
  progress.update({ stage: 'ingest', done: 0, note: 'asking IGDB' });
  for (let page = 1; page <= 50; page += 1) {
    pass(250);
    progress.update({ stage: 'ingest', done: page * 500, total: 25_000, retries: page > 30 ? 1 : 0 });
  }
  progress.finish();
  const entries = taken();
  expect(messages(entries)).toEqual([
    'ingest: 0 games, asking IGDB',
    'ingest: 500 of 25,000 games',
    'ingest: 10,500 of 25,000 games, 2,000 games/s, ETA 0:08',
    'ingest: 20,500 of 25,000 games, 2,000 games/s, ETA 0:03, 1 retry',
    'ingest: 25,000 of 25,000 games, 2,000 games/s, ETA 0:00, 1 retry',
    'ingest is through: 25,000 of 25,000 games in 12.5 s',
  ]);
  expect(entries[3]).toEqual({
    severity: 'INFO',
    message: expect.any(String) as string,
    fields: { stage: 'ingest', done: 20_500, total: 25_000, gamesPerSecond: 2000, etaSeconds: 3, retries: 1 },
  });
});

test('twenty pages make a group where they come faster, five seconds where they come slower', () => {
  const { progress, pass, taken } = setUp();
  for (let page = 1; page <= 45; page += 1)
    progress.update({ stage: 'ingest', done: page * 500, total: 1e6 });
  expect(taken()).toHaveLength(3);
  pass(5_000);
  progress.update({ stage: 'ingest', done: 23_000, total: 1e6 });
  expect(taken()).toHaveLength(1);
});

test('each table is named, and another stage ends the one before', () => {
  const { progress, pass, taken } = setUp();
  progress.update({ stage: 'similarity', done: 0, total: 2, note: 'games' });
  progress.update({ stage: 'similarity', done: 1, total: 2, note: 'neighbors' });
  pass(2_000);
  progress.update({ stage: 'similarity', done: 2, total: 2, note: 'done' });
  progress.update({ stage: 'publish', done: 0, total: 6, note: 'names.bin' });
  expect(messages(taken())).toEqual([
    'similarity: 0 of 2 tables, games',
    'similarity: 1 of 2 tables, neighbors',
    'similarity: 2 of 2 tables, done',
    'similarity is through: 2 of 2 tables in 2.0 s',
    'publish: 0 of 6 files, names.bin',
  ]);
});

test('a stage that broke off is not said to be through', () => {
  const { progress, taken } = setUp();
  progress.update({ stage: 'ingest', done: 500 });
  progress.abandon();
  progress.finish();
  expect(taken()).toHaveLength(1);
});

test('an entry is one line of JSON with its fields where Cloud Logging looks for them', () => {
  const line = logLine({ severity: 'INFO', message: 'a\nb', fields: { stage: 'ingest', done: 1 } });
  expect(line).toBe('{"severity":"INFO","message":"a\\nb","stage":"ingest","done":1}\n');
});
