import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import type { Storage } from '@playkin/functions/src/storage.ts';
import { onTestFinished } from 'vitest';

/** An empty folder, removed after the test. */
export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'playkin-lease-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export const freshStorage = async (): Promise<Storage> => folderStorage(await freshFolder());
