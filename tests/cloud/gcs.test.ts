import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gcsStorage } from '@playkin/functions/src/adapters/gcs.ts';
import { AlreadyThereError } from '@playkin/functions/src/storage.ts';
import { storageContract } from '../support/storage-contract.ts';
import { describeCloud, startStorage, storageClient } from './emulators.ts';

describeCloud('Cloud Storage', () => {
  let server: Awaited<ReturnType<typeof startStorage>>;
  let buckets = 0;
  beforeAll(async () => {
    server = await startStorage();
  });
  afterAll(() => server.stop());

  const newBucket = async () => {
    const bucket = storageClient(server.url).bucket(`storage-${process.pid}-${buckets++}`);
    await bucket.create();
    return bucket;
  };

  storageContract(async () => gcsStorage(await newBucket()));

  test('writes what is too large for one request in a resumable session', async () => {
    const storage = gcsStorage(await newBucket());
    const bytes = randomBytes(9 * 1024 * 1024);
    await storage.write('large', bytes, { createOnly: true });
    expect(bytes.equals((await storage.read('large')) ?? new Uint8Array())).toBe(true);
    const tail = await storage.read('large', { start: bytes.length - 3, end: bytes.length + 9 });
    expect(bytes.subarray(-3).equals(tail ?? new Uint8Array())).toBe(true);
    await expect(storage.write('large', bytes, { createOnly: true })).rejects.toThrow(AlreadyThereError);
  });
});
