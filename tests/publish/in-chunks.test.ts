import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { inChunks } from '@playkin/functions/src/streams.ts';
import { measured } from '@playkin/functions/src/publish/publish.ts';

async function* pieces(count: number, bytes: number) {
  for (let i = 0; i < count; i++) yield new Uint8Array(bytes).fill(i);
}

test('small pieces are gathered, all bytes and their order kept', async () => {
  const before = Buffer.concat(await Array.fromAsync(pieces(1000, 1000)));
  const chunks = await Array.fromAsync(inChunks(pieces(1000, 1000)));
  expect(chunks.length).toBeLessThan(6);
  expect(Buffer.concat(chunks).equals(before)).toBe(true);
  expect(await Array.fromAsync(inChunks(pieces(0, 1)))).toEqual([]);
});

test('bytes are measured as they pass, whole or in pieces', async () => {
  const whole = Buffer.concat(await Array.fromAsync(pieces(3, 5)));
  const sha256 = createHash('sha256').update(whole).digest('hex');
  for (const given of [whole, pieces(3, 5)]) {
    const { passing, measure } = measured(given);
    expect(Buffer.concat(await Array.fromAsync(passing)).equals(whole)).toBe(true);
    expect(measure()).toEqual({ bytes: 15, sha256 });
  }
});
