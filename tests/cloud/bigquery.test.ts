import { afterAll, afterEach, beforeAll } from 'vitest';
import { gcsStorage } from '@playkin/functions/src/adapters/gcs.ts';
import { warehouseContract } from '../support/warehouse-contract.ts';
import { describeCloud, type Emulators, startEmulators, startStorage, warehouseOn } from './emulators.ts';

describeCloud('BigQuery', () => {
  let storage: Awaited<ReturnType<typeof startStorage>>;
  const started: Emulators[] = [];
  beforeAll(async () => {
    storage = await startStorage();
  });
  afterEach(() => Promise.all(started.splice(0).map((emulators) => emulators.stop())));
  afterAll(() => storage.stop());

  const start = async () => {
    const emulators = await startEmulators(storage.url);
    started.push(emulators);
    return emulators;
  };

  warehouseContract(async () => {
    const emulators = await start();
    const bucket = await emulators.newBucket();
    return { warehouse: warehouseOn(emulators, bucket), storage: gcsStorage(bucket) };
  });
});
