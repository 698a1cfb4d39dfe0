import { createThroughputMeter } from '@playkin/functions/src/progress/throughput.ts';
import { expect, test } from 'vitest';

test('looks back ten seconds: a wait is seen, and forgotten', () => {
  const meter = createThroughputMeter();
  meter.add(0, 0);
  for (let second = 1; second <= 20; second += 1) meter.add(second * 1000, second * 2000);
  expect(meter.read(20_000, 100_000)).toEqual({ perSecond: 2000, etaSeconds: 30 });
  expect(meter.read(25_000, 100_000)).toEqual({ perSecond: 1000, etaSeconds: 60 });
  expect(meter.read(40_000, 100_000)).toEqual({ perSecond: 0 });
  meter.add(41_000, 42_000);
  expect(meter.read(41_000, undefined)?.perSecond).toBeCloseTo(2000 / 21);
});

test('knows nothing before a second has passed since the first unit could come', () => {
  const meter = createThroughputMeter();
  meter.add(0, 0);
  expect(meter.read(60_000, 10)).toBeUndefined();
  meter.add(60_000, 0);
  meter.add(60_500, 1);
  expect(meter.read(60_500, 10)).toBeUndefined();
  meter.add(61_000, 2);
  expect(meter.read(61_000, 10)).toEqual({ perSecond: 2, etaSeconds: 4 });
});
