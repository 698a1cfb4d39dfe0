import { readBuiltFrom } from '@playkin/functions/src/cli/data-dir/built-from.ts';
import type { Context } from '@playkin/functions/src/cli/context.ts';
import type { DataDir } from '@playkin/functions/src/cli/data-dir/data-dir.ts';
import { expect, test } from 'vitest';
import { memoryStorage } from '../../support/memory-storage.ts';

/** Reads `built-from.json` with this text in it. */
function read(text: string | undefined) {
  const objects = new Map(text === undefined ? [] : [['built-from.json', new TextEncoder().encode(text)]]);
  const context = { openStorage: () => memoryStorage(objects) } as unknown as Context;
  return readBuiltFrom({ path: 'data' } as DataDir, context);
}

test.each([
  { origin: { kind: 'bundled' }, fingerprint: 'f' },
  { origin: { kind: 'igdb', baseUrl: 'http://127.0.0.1:1' }, fingerprint: 'f' },
  { origin: { kind: 'file', path: '/games.jsonl' }, fingerprint: 'f' },
  { origin: { kind: 'archive', path: '/raw' }, fingerprint: 'f' },
])('what a folder was made from is read back: %o', async (built) => {
  expect(await read(JSON.stringify(built))).toEqual(built);
});

test('a new folder was made from nothing', async () => {
  expect(await read(undefined)).toBeUndefined();
});

test.each([
  '{',
  'null',
  '{}',
  '[]',
  '{"origin":{"kind":"file"},"fingerprint":"f"}',
  '{"origin":{"kind":"bundled"}}',
])('what is damaged is called so: %s', async (text) => {
  await expect(read(text)).rejects.toThrow('data/built-from.json is damaged; choose another --data-dir.');
});
