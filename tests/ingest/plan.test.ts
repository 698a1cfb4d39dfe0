import { describe, expect, test } from 'vitest';
import { type PastRun, planIngest } from '@playkin/functions/src/ingest/plan.ts';

const day = (n: number, time = '00:00') => `2026-01-${String(n).padStart(2, '0')}T${time}:00.000Z`;
const run = (mode: 'full' | 'smart', complete: boolean, more: Partial<PastRun> = {}): PastRun => ({
  mode,
  complete,
  startedAt: day(20),
  cursor: 100,
  watermark: day(10),
  ...more,
});

describe('a full run', () => {
  test('starts at the first game when there is nothing to go on from', () => {
    const fresh = { mode: 'full', afterId: 0, watermark: null };
    expect(planIngest([], 'full')).toEqual(fresh);
    expect(planIngest([run('full', true)], 'full')).toEqual(fresh);
    expect(planIngest([run('smart', false), run('full', true)], 'full')).toEqual(fresh);
  });

  test('goes on after the cursor of a full run that did not reach the end', () => {
    expect(planIngest([run('full', false), run('full', true)], 'full')).toEqual({
      mode: 'full',
      afterId: 100,
      watermark: day(10),
    });
    const between = [run('smart', true), run('full', false, { cursor: 7 }), run('full', true)];
    expect(planIngest(between, 'full').afterId).toBe(7);
  });

  test('starts at the first game when the run before stored nothing', () => {
    expect(planIngest([run('full', false, { cursor: null, watermark: null })], 'full').afterId).toBe(0);
  });
});

describe('a smart run', () => {
  test('is a full one until a sweep has been finished', () => {
    expect(planIngest([], 'smart')).toEqual({ mode: 'full', afterId: 0, watermark: null });
    expect(planIngest([run('full', false)], 'smart')).toMatchObject({ mode: 'full', afterId: 100 });
  });

  test('asks for what changed since the watermark, less the overlap', () => {
    expect(planIngest([run('full', true)], 'smart')).toEqual({
      mode: 'smart',
      afterId: 0,
      changedAfter: day(9, '23:00'),
      watermark: day(10),
    });
  });

  test('goes back to the start of the sweep when changes were seen that came later', () => {
    const sweep = [
      run('full', true, { startedAt: day(5), watermark: day(5, '12:00') }),
      run('full', false, { startedAt: day(4) }),
      run('smart', true, { startedAt: day(3), watermark: day(1) }),
      run('full', false, { startedAt: day(2, '06:00') }),
      run('full', true, { startedAt: day(1) }),
    ];
    expect(planIngest(sweep, 'smart').changedAfter).toBe(day(2, '05:00'));
  });

  test('asks from the start of the sweep when no game says when it changed', () => {
    expect(planIngest([run('full', true, { watermark: null })], 'smart').changedAfter).toBe(day(19, '23:00'));
  });

  test('goes on after the cursor of a smart run that did not reach the end, with the same question', () => {
    const past = [run('smart', false, { cursor: 55, watermark: day(12) }), run('full', true)];
    expect(planIngest(past, 'smart')).toEqual({
      mode: 'smart',
      afterId: 55,
      changedAfter: day(9, '23:00'),
      watermark: day(12),
    });
  });

  test('does not go on from a smart run that a finished sweep has overtaken', () => {
    const past = [run('full', true), run('smart', false, { cursor: 55 }), run('full', true)];
    expect(planIngest(past, 'smart').afterId).toBe(0);
  });

  test('leaves an interrupted full run to the next full one when a sweep has been finished before', () => {
    const past = [run('full', false), run('full', true, { watermark: day(8) })];
    expect(planIngest(past, 'smart')).toMatchObject({
      mode: 'smart',
      afterId: 0,
      changedAfter: day(7, '23:00'),
    });
  });
});
