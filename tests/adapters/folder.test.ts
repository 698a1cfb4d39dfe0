import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { storageContract } from '../support/storage-contract.ts';

const folders: string[] = [];
const newFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'folder-'));
  folders.push(folder);
  return folder;
};
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

describe('folder', () => {
  storageContract(async () => folderStorage(join(await newFolder(), 'made', 'when', 'needed')));

  test('refuses paths that leave the folder', async () => {
    const storage = folderStorage(await newFolder());
    for (const path of ['../outside', 'a/../../outside', '', 'a/']) {
      await expect(storage.write(path, new Uint8Array()), path).rejects.toThrow('Not an object path');
    }
  });
});
