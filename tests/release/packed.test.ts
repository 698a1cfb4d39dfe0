import { pack, PACKED_VERSION, PackedError, unpack } from '@playkin/functions/src/release/packed.ts';
import type { NumberColumn } from '@playkin/shared/columns.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const pause = () => Promise.resolve();
const SEED = 20261128;

test('columns of every type come back as they were, as differences too', async () => {
  const columns = fc.record({
    bytes: fc.uint8Array(),
    shorts: fc.uint16Array(),
    signed: fc.int16Array(),
    longs: fc.uint32Array(),
  });
  await fc.assert(
    fc.asyncProperty(columns, fc.boolean(), async ({ bytes, shorts, signed, longs }, asDifferences) => {
      const given = { bytes, shorts, signed, longs } as Record<string, NumberColumn>;
      const differences = asDifferences ? ['shorts', 'signed', 'longs'] : [];
      const read = await unpack(await pack(given, differences), pause);
      expect(read.numbers('bytes', 'u8')).toEqual(bytes);
      expect(read.numbers('shorts', 'u16')).toEqual(shorts);
      expect(read.numbers('signed', 'i16')).toEqual(signed);
      expect(read.numbers('longs', 'u32')).toEqual(longs);
      expect([read.has('longs'), read.has('none')]).toEqual([true, false]);
      expect(() => read.numbers('longs', 'u16')).toThrow('Column longs: expected u16, found none');
    }),
    { seed: SEED, numRuns: 50 },
  );
});

test('a column longer than what is unpacked at once comes back too', async () => {
  const longs = Uint32Array.from({ length: 2 ** 20 + 5 }, (_, i) => Math.imul(i, 40_503) >>> 0);
  const shorts = Uint16Array.from(longs);
  let pauses = 0;
  const read = await unpack(await pack({ longs, shorts }, ['longs', 'shorts']), () => {
    pauses++;
    return Promise.resolve();
  });
  expect(Buffer.from(read.numbers('longs', 'u32').buffer).equals(Buffer.from(longs.buffer))).toBe(true);
  expect(Buffer.from(read.numbers('shorts', 'u16').buffer).equals(Buffer.from(shorts.buffer))).toBe(true);
  expect(pauses).toBe(4);
});

test.each([
  ['another kind of file', (bytes: Uint8Array) => bytes.fill(0, 0, 4), 'it does not begin with PKZS'],
  ['nothing at all', () => new Uint8Array(3), 'it does not begin with PKZS'],
  [
    'a newer version',
    (bytes: Uint8Array) => bytes.fill(PACKED_VERSION + 1, 4, 5),
    `Packed version ${String(PACKED_VERSION + 1)} found, ${String(PACKED_VERSION)} expected`,
  ],
])('%s is refused', async (_what, change, message) => {
  const bytes = await pack({ longs: Uint32Array.of(1, 2, 3) });
  const refused = unpack(change(bytes), pause);
  await expect(refused).rejects.toThrow(message);
  await expect(refused).rejects.toBeInstanceOf(PackedError);
});

test('a file cut short is no file', async () => {
  const bytes = await pack({ longs: new Uint32Array(1_000).map((_, i) => i * i) });
  await expect(unpack(bytes.subarray(0, -5), pause)).rejects.toThrow();
});
