import { meanWithInterval, sample } from '@playkin/functions/src/evaluate/statistics.ts';
import { seededRandom } from '@playkin/functions/src/evaluate/random.ts';
import { describe, expect, test } from 'vitest';

const draws = (seed: number, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, random);
};

describe('seeded numbers', () => {
  test('are the same for the same seed, and others for another', () => {
    expect(draws(3, 5)).toEqual(draws(3, 5));
    expect(draws(3, 5)).not.toEqual(draws(4, 5));
  });

  test.each([0, 1, 10, -1, 2 ** 31])('fill 0 to 1 evenly, seed %d', (seed) => {
    const numbers = draws(seed, 20_000);
    const tenths = Array.from({ length: 10 }, () => 0);
    for (const number of numbers)
      tenths[Math.floor(number * 10)] = (tenths[Math.floor(number * 10)] ?? 0) + 1;
    expect(tenths.reduce((a, b) => a + b)).toBe(20_000);
    // Five standard deviations of a tenth of 20,000.
    for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(212);
  });
});

describe('a sample', () => {
  const items = Array.from({ length: 100 }, (_, i) => i);

  test('has as many items as asked for, in their order and none twice', () => {
    const drawn = sample(items, 30, seededRandom(1));
    expect(drawn).toHaveLength(30);
    expect(drawn).toEqual([...new Set(drawn)].sort((a, b) => a - b));
    expect(sample(items, 1000, seededRandom(1))).toEqual(items);
    expect(sample([], 5, seededRandom(1))).toEqual([]);
  });

  test('takes each item as often as any other', () => {
    const taken = Array.from({ length: 5 }, () => 0);
    const random = seededRandom(2);
    for (let i = 0; i < 5000; i++) {
      for (const item of sample([0, 1, 2, 3, 4], 2, random)) taken[item] = (taken[item] ?? 0) + 1;
    }
    // Five standard deviations of 5,000 draws at 0.4.
    for (const count of taken) expect(Math.abs(count - 2000)).toBeLessThan(173);
  });
});

describe('the mean with its interval', () => {
  test('is the same each time', () => {
    const values = draws(5, 50);
    expect(meanWithInterval(values)).toEqual(meanWithInterval(values));
  });

  test('is 1.96 standard errors wide to each side, where many values are averaged', () => {
    // Half are 0, half 1: the standard error of 2,500 is 0.01.
    const values = Array.from({ length: 2500 }, (_, i) => i % 2);
    const { value, low, high } = meanWithInterval(values) ?? { value: 0, low: 0, high: 0 };
    expect(value).toBe(0.5);
    expect(low).toBeCloseTo(0.4804, 2);
    expect(high).toBeCloseTo(0.5196, 2);
    expect(high - low).toBeGreaterThan(0.035);
  });

  test('has no width where all values are equal, and is not there without values', () => {
    expect(meanWithInterval([0.25, 0.25])).toEqual({ value: 0.25, low: 0.25, high: 0.25 });
    expect(meanWithInterval([])).toBeUndefined();
  });
});
