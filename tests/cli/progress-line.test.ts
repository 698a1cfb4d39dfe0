import { type Every, progressLine } from '@playkin/functions/src/cli/progress-line.ts';
import { expect, test } from 'vitest';

const CLEAR = '\r\x1b[2K';

/** A terminal that keeps what is written, and a time that passes by hand. */
function setUp(options: { isTTY?: boolean; columns?: number }) {
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

test('away from a terminal a stage is a line at its begin, one now and then, and one at its end', () => {
  const { line, pass, taken, isTicking } = setUp({});
  line.update({ stage: 'ingest', done: 0 });
  line.update({ stage: 'ingest', done: 500, total: 32_000 });
  expect(taken()).toBe('ingest     0 games  0.0 s\n');
  pass(5_000);
  expect(taken()).toBe('ingest     500 of 32,000 games  5.0 s\n');
  line.update({ stage: 'ingest', done: 32_000, total: 32_000 });
  expect(taken()).toBe('');
  pass(1_250);
  line.finish();
  expect(taken()).toBe('ingest     32,000 of 32,000 games  6.3 s\n');
  expect(isTicking()).toBe(false);
});

test('a long step is seen to be alive: its table stays, its time runs on', () => {
  const { line, pass, taken } = setUp({ isTTY: true, columns: 200 });
  line.update({ stage: 'similarity', done: 12, total: 16, note: 'neighbors' });
  expect(taken()).toBe(
    `${CLEAR}similarity ${'█'.repeat(18)}${'░'.repeat(6)} 12 of 16 tables  0.0 s  neighbors`,
  );
  pass(20_000);
  expect(taken()).toContain('12 of 16 tables  20.0 s  neighbors');
});

test('the line of a terminal ends when its stage does, or another begins', () => {
  const { line, taken } = setUp({ isTTY: true });
  line.update({ stage: 'similarity', done: 16, total: 16, note: 'done' });
  line.update({ stage: 'publish', done: 0, total: 6 });
  line.finish();
  const [similarity, publish, rest] = taken().split('\n');
  expect(similarity).toMatch(/16 of 16 tables {2}0\.0 s$/);
  expect(publish).toMatch(/0 of 6 files {2}0\.0 s$/);
  expect(rest).toBe('');
});

test('a line that would not fit is cut', () => {
  for (const [columns, width] of [
    [40, 39],
    [0, 79],
  ] as const) {
    const { line, taken } = setUp({ isTTY: true, columns });
    line.update({ stage: 'publish', done: 0, note: 'x'.repeat(100) });
    expect(taken().slice(CLEAR.length)).toHaveLength(width);
  }
});

test('a message goes above the line, which is drawn again', () => {
  const { line, taken } = setUp({ isTTY: true });
  line.update({ stage: 'ingest', done: 1 });
  taken();
  line.say('Trying again.');
  expect(taken()).toMatch(new RegExp(`^\\r\x1b\\[2KTrying again\\.\n\\r\x1b\\[2Kingest `));
});

test('after a stage that broke off, what is written next begins a line of its own', () => {
  const { line, taken, isTicking } = setUp({ isTTY: true });
  line.update({ stage: 'ingest', done: 1 });
  taken();
  line.abandon();
  line.abandon();
  line.say('The disk is full.');
  expect(taken()).toBe('\nThe disk is full.\n');
  expect(isTicking()).toBe(false);
});
