import type { TableSpec } from '@playkin/functions/src/warehouse.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  DATASET,
  describeCloud,
  type Emulators,
  LOCATION,
  startEmulators,
  warehouseOn,
} from './emulators.ts';

const games: TableSpec = {
  name: 'games',
  description: 'Games.',
  key: ['id'],
  columns: { id: { type: 'INT64', required: true, description: 'Key.' } },
};

describeCloud('a project in which there is nothing', () => {
  let emulators: Emulators;
  beforeEach(async () => {
    emulators = await startEmulators();
  });
  afterEach(() => emulators.stop());

  test('gets its dataset where the configuration says, by two that write first at once too', async () => {
    const bucket = await emulators.newBucket();
    expect((await emulators.bigQuery.getDatasets())[0]).toEqual([]);
    await Promise.all(['a', 'b'].map((runId) => warehouseOn(emulators, bucket, { runId }).upsert(games, [])));
    const [{ location }] = (await emulators.bigQuery.dataset(DATASET).getMetadata()) as [
      { location: string },
      unknown,
    ];
    expect(location).toBe(LOCATION);
    expect(await Array.fromAsync(warehouseOn(emulators, bucket).query('SELECT * FROM games'))).toEqual([]);
  });

  test('gets what it builds without rows of its own, too', async () => {
    const bucket = await emulators.newBucket();
    expect(await warehouseOn(emulators, bucket).materialize(games, 'SELECT 1 AS id')).toEqual({ rows: 1 });
  });

  test.each([
    { what: 'the dataset', dataset: 'US', location: LOCATION, places: 'US, EU and EU' },
    {
      what: 'the bucket',
      dataset: 'europe-west1',
      location: 'europe-west1',
      places: 'EUROPE-WEST1, EU and EUROPE-WEST1',
    },
    { what: 'the configuration', dataset: LOCATION, location: 'asia-east1', places: 'EU, EU and ASIA-EAST1' },
  ])('says so in one sentence when $what is in another place', async ({ dataset, location, places }) => {
    await emulators.bigQuery.createDataset(DATASET, { location: dataset });
    const bucket = await emulators.newBucket();
    const message = `Expected dataset igdb, bucket ${bucket.name} and the configured location to be one place, found ${places}.`;
    for (const write of [
      () => warehouseOn(emulators, bucket, { location }).upsert(games, [{ id: 1 }]),
      () => warehouseOn(emulators, bucket, { location }).materialize(games, 'SELECT 1 AS id'),
    ]) {
      await expect(write()).rejects.toThrow(message);
    }
  });
});
