import { type Every, progressLine } from '@playkin/functions/src/cli/terminal/progress-line.ts';
import { expect, test } from 'vitest';

const CLEAR = '\r\x1b[2K';

/** The line as it was drawn last. */
const last = (text: string) => text.split(CLEAR).at(-1);

/** A terminal that keeps what is written, and a time that passes by hand. */
function setUp(options: { columns?: number }) {
  let now = 1_000_000;
  let tick: (() => void) | undefined;
  const written: string[] = [];
  const every: Every = (_, call) => {
    tick = call;
    return () => {
      tick = undefined;
    };
  };
  const terminal = { ...options, write: (text: string) => written.push(text) };
  return {
    line: progressLine(terminal, () => now, every),
    pass: (ms: number) => {
      now += ms;
      tick?.();
    },
    isTicking: () => tick !== undefined,
    taken: () => written.splice(0).join(''),
  };
}

test('an ingest shows games of all, its rate, its ETA and its retries, within 80 columns', () => {
  const { line, pass, taken } = setUp({ columns: 80 });
  line.update({ stage: 'ingest', done: 0, note: 'opening IGDB' });
  pass(500);
  expect(last(taken())).toBe('ingest     ░░░░░░░░░░ 0 games  0.5 s  opening IGDB');
  line.update({ stage: 'ingest', done: 0 });
  for (let second = 1; second <= 100; second += 1) {
    pass(1_000);
    line.update({ stage: 'ingest', done: second * 2000, total: 335_381, retries: 12 });
  }
  pass(100);
  const full = 'ingest     █████░░░░░ 200,000 of 335,381 games  1,980/s  ETA 1:09  12 retries';
  expect(last(taken())).toBe(full);
  expect(full.length).toBeLessThan(80);
  line.finish();
  expect(last(taken())).toBe('ingest     █████░░░░░ 200,000 of 335,381 games  100.6 s  12 retries\n');
});

test.each([
  [66, 'ingest     ░░░░░░░░░░ 500 of 335,381 games  500/s  ETA 11:10'],
  [60, 'ingest     ░░░░░░░░░░ 500 of 335,381 games  500/s'],
  [46, 'ingest     ░░░░░░░░░░ 500 of 335,381 games'],
  [30, 'ingest     ░░░░░░░░░░ 500 of '],
])('in %i columns, what does not fit is left out from the right', (columns, expected) => {
  const { line, pass, taken } = setUp({ columns });
  line.update({ stage: 'ingest', done: 0 });
  pass(900);
  line.update({ stage: 'ingest', done: 500, total: 335_381, retries: 2 });
  pass(100);
  expect(last(taken())).toBe(expected);
});

test('a long step is seen to be alive: its table stays, its time runs on', () => {
  const { line, pass, taken } = setUp({ columns: 200 });
  line.update({ stage: 'similarity', done: 12, total: 16, note: 'neighbors' });
  expect(taken()).toBe(`${CLEAR}similarity ███████░░░ 12 of 16 tables  0.0 s  neighbors`);
  pass(20_000);
  expect(taken()).toContain('12 of 16 tables  20.0 s  neighbors');
});

test('the line of a terminal ends when its stage does, or another begins', () => {
  const { line, taken } = setUp({});
  line.update({ stage: 'similarity', done: 16, total: 16, note: 'done' });
  line.update({ stage: 'publish', done: 0, total: 6 });
  line.finish();
  const [similarity, publish, rest] = taken().split('\n');
  expect(similarity).toMatch(/16 of 16 tables {2}0\.0 s$/);
  expect(publish).toMatch(/0 of 6 files {2}0\.0 s$/);
  expect(rest).toBe('');
});

test('a terminal that does not know its width is taken to have 80 columns', () => {
  const { line, taken } = setUp({ columns: 0 });
  const begin = 'publish    ░░░░░░░░░░ 0 files  0.0 s';
  line.update({ stage: 'publish', done: 0, note: 'x'.repeat(79 - begin.length - 2) });
  expect(last(taken())).toHaveLength(79);
  line.update({ stage: 'publish', done: 0, note: 'x'.repeat(100) });
  line.say('Draws it again.');
  expect(last(taken())).toBe(begin);
});

test('what happened on the way is one line, without what could move the cursor', () => {
  const { line, taken } = setUp({});
  line.log({ severity: 'WARNING', message: 'Answer: <html>\r\n\u001b[2J</html>', fields: { status: 503 } });
  expect(taken()).toBe('Answer: <html> [2J</html>\n');
});

test('a message goes above the line, which is drawn again', () => {
  const { line, taken } = setUp({});
  line.update({ stage: 'ingest', done: 1 });
  taken();
  line.say('Trying again.');
  expect(taken()).toMatch(new RegExp(`^\\r\x1b\\[2KTrying again\\.\n\\r\x1b\\[2Kingest `));
});

test('after a stage that broke off, what is written next begins a line of its own', () => {
  const { line, taken, isTicking } = setUp({});
  line.update({ stage: 'ingest', done: 1 });
  taken();
  line.abandon();
  line.abandon();
  line.say('The disk is full.');
  expect(taken()).toBe('\nThe disk is full.\n');
  expect(isTicking()).toBe(false);
});
