import { expect, test } from 'vitest';
import { prefetch } from '@playkin/functions/src/streams.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

function source(end: number, failAt = Infinity) {
  const log = { made: 0, closed: false };
  async function* numbers() {
    try {
      for (let i = 1; i <= end; i += 1) {
        await Promise.resolve();
        if (i === failAt) throw new Error(`broke at ${i}`);
        log.made = i;
        yield i;
      }
    } finally {
      log.closed = true;
    }
  }
  return { log, numbers: numbers() };
}

test('gives the items in order', async () => {
  const items: number[] = [];
  for await (const item of prefetch(source(50).numbers, 4)) items.push(item);
  expect(items).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
});

test('fetches ahead while the reader is busy, but not further than asked', async () => {
  const { log, numbers } = source(50);
  const made: number[] = [];
  for await (const item of prefetch(numbers, 4)) {
    await settled();
    made.push(log.made - item);
    if (item === 10) break;
  }
  expect(Math.max(...made)).toBeLessThanOrEqual(5);
  expect(Math.min(...made)).toBeGreaterThanOrEqual(4);
});

test('throws the error after the items that came before it', async () => {
  const items: number[] = [];
  const read = async () => {
    for await (const item of prefetch(source(50, 4).numbers, 20)) {
      await settled();
      items.push(item);
    }
  };
  await expect(read()).rejects.toThrow('broke at 4');
  expect(items).toEqual([1, 2, 3]);
});

test('closes the source when the reader leaves', async () => {
  const { log, numbers } = source(1000);
  for await (const item of prefetch(numbers, 4)) if (item === 2) break;
  await settled();
  expect(log.closed).toBe(true);
  expect(log.made).toBeLessThan(10);
});
