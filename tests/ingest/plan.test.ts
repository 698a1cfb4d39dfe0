import { planIngest } from '@playkin/functions/src/ingest/plan.ts';
import { NEW_SWEEP, type PastRun } from '@playkin/functions/src/ingest/run.ts';
import { describe, expect, test } from 'vitest';

const day = (n: number, time = '00:00') => `2026-01-${String(n).padStart(2, '0')}T${time}:00.000Z`;
const seen = (records: number) => ({ ...NEW_SWEEP, records, filled: { name: records }, unstored: [4] });
const run = (mode: 'full' | 'smart', complete: boolean, more: Partial<PastRun> = {}): PastRun => ({
  mode,
  complete,
  startedAt: day(20),
  cursor: 100,
  watermark: day(10),
  sweep: NEW_SWEEP,
  ...more,
});

describe('when other fields are asked for than the last full sweep asked', () => {
  const other = { sweep: { ...NEW_SWEEP, fields: '*,genres.name' } };
  const unknown = { sweep: { records: 9, filled: {}, unstored: [] } };

  test.each([
    ['others', other],
    ['it is not known which', unknown],
  ])('a smart run is a full one: %s', (_, before) => {
    expect(planIngest([run('full', true, before)], 'smart')).toMatchObject({ mode: 'full', afterId: 0 });
    expect(planIngest([run('smart', true), run('full', true, before)], 'smart').mode).toBe('full');
    expect(planIngest([run('full', true), run('full', true, before)], 'smart').mode).toBe('smart');
  });

  test('a sweep that broke off is gone on with only where it asked the same', () => {
    expect(planIngest([run('full', false, other)], 'smart').afterId).toBe(0);
    expect(planIngest([run('full', false), run('full', true, other)], 'smart')).toMatchObject({
      mode: 'full',
      afterId: 100,
    });
  });
});

describe('a full run', () => {
  test('starts at the first game when there is nothing to go on from', () => {
    const fresh = { mode: 'full', afterId: 0, watermark: null, sweep: NEW_SWEEP };
    expect(planIngest([], 'full')).toEqual(fresh);
    expect(planIngest([run('full', true)], 'full')).toMatchObject(fresh);
    expect(planIngest([run('smart', false), run('full', true)], 'full')).toMatchObject(fresh);
  });

  test('goes on after the cursor of a full run that did not reach the end, with what its sweep has seen', () => {
    expect(planIngest([run('full', false, { sweep: seen(7) }), run('full', true)], 'full')).toMatchObject({
      mode: 'full',
      afterId: 100,
      watermark: day(10),
      sweep: seen(7),
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
    expect(planIngest([], 'smart')).toMatchObject({ mode: 'full', afterId: 0, watermark: null });
    expect(planIngest([run('full', false)], 'smart')).toMatchObject({ mode: 'full', afterId: 100 });
  });

  test('asks for what changed since the watermark, less the overlap', () => {
    expect(planIngest([run('full', true)], 'smart')).toMatchObject({
      mode: 'smart',
      afterId: 0,
      changedAfter: day(9, '23:00'),
      watermark: null,
    });
  });

  test('asks from the start of the run when its row has no watermark', () => {
    expect(planIngest([run('full', true, { watermark: null })], 'smart').changedAfter).toBe(day(19, '23:00'));
  });

  test('goes on after the cursor of a smart run that did not reach the end, with the same question', () => {
    const past = [run('smart', false, { cursor: 55, watermark: day(12) }), run('full', true)];
    expect(planIngest(past, 'smart')).toMatchObject({
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

describe('what was known before', () => {
  test('are the games that were not stored at the end of the last sweep', () => {
    const past = [run('smart', true, { sweep: seen(3) }), run('full', true)];
    expect(planIngest(past, 'smart').sweep).toEqual({ ...NEW_SWEEP, unstored: [4] });
    expect(planIngest(past, 'full').sweep).toEqual(NEW_SWEEP);
  });

  test('are the webhooks that came before the last sweep began, in whichever of its runs', () => {
    const past = [
      run('full', true, { startedAt: day(5) }),
      run('full', false, { startedAt: day(4) }),
      run('smart', true, { startedAt: day(3) }),
      run('full', false, { startedAt: day(2, '06:00') }),
      run('full', true, { startedAt: day(1) }),
    ];
    expect(planIngest(past, 'smart').toldAfter).toBe(day(2, '05:00'));
    expect(planIngest([], 'smart').toldAfter).toBeUndefined();
  });

  test('are the fields of the last good sweep that was large enough to tell, and of the last full one', () => {
    const past = [
      run('smart', true, { sweep: seen(3) }),
      run('smart', false, { sweep: seen(400) }),
      run('smart', true, { sweep: seen(300) }),
      run('full', true, { sweep: seen(5000) }),
    ];
    expect(planIngest(past, 'smart')).toMatchObject({ lastGood: seen(300), lastFull: seen(5000) });
    expect(planIngest([run('smart', true, { sweep: seen(3) })], 'smart').lastGood).toEqual(seen(3));
    expect(planIngest([run('full', true)], 'smart').lastFull).toBeUndefined();
  });
});
