import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLines } from '@playkin/functions/src/catalogue/file.ts';
import { writeSlice } from './slice.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slice-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a slice is every n-th record, whole', async () => {
  const [from, to] = [join(folder, 'all.jsonl'), join(folder, 'slice.jsonl.gz')];
  // U+2028 ends a line in some readers, not in JSON Lines.
  const records = ['{"id":1,"name":"a\u2028b"}', '{"id":2}', '{"id":3}', '{"id":4}', '{"id":5}'];
  await writeFile(from, records.join('\n'));
  await writeSlice(from, 2, to);
  expect(await Array.fromAsync(readLines(to))).toEqual([records[0], records[2], records[4]]);
});
