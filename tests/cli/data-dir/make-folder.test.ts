import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explain } from '@playkin/functions/src/cli/explain.ts';
import { makeFolder } from '@playkin/functions/src/cli/data-dir/data-dir.ts';
import { expect, onTestFinished, test } from 'vitest';

test('a folder is made with those above it, by several at once, and again', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'playkin-folder-'));
  onTestFinished(() => rm(parent, { recursive: true }));
  const path = join(parent, 'not', 'there', 'yet');
  await Promise.all([makeFolder(path), makeFolder(path), makeFolder(path)]);
  await makeFolder(path);
  expect((await stat(path)).isDirectory()).toBe(true);

  const file = join(parent, 'file');
  await writeFile(file, '');
  const error: unknown = await makeFolder(join(file, 'below')).catch((reason: unknown) => reason);
  expect(explain(error)).toBe(`${file} is a file, not a folder; choose another --data-dir.`);
});

test.skipIf(!existsSync('/proc/self'))('a folder where none can be made is refused at once', async () => {
  const error: unknown = await makeFolder('/proc/playkin/data').catch((reason: unknown) => reason);
  expect(explain(error)).toBe('/proc/playkin cannot be made there; choose another place with --data-dir.');
});
