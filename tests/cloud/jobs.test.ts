import type { Bucket } from '@google-cloud/storage';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { JobError } from '@playkin/functions/src/adapters/bigquery/jobs.ts';
import type { Row, TableSpec } from '@playkin/functions/src/warehouse.ts';
import { LEAST_BILLED } from './complete-bigquery.ts';
import { DATASET, describeCloud, type Emulators, startEmulators, warehouseOn } from './emulators.ts';

const games: TableSpec = {
  name: 'games_of_jobs',
  description: 'Games.',
  key: ['id'],
  cluster: ['id'],
  columns: {
    id: { type: 'INT64', required: true, description: 'Key.' },
    name: { type: 'STRING', description: 'Text.' },
  },
};
const named: TableSpec = { ...games, name: 'named_of_jobs', description: 'Games with a name.' };
const NAMED = 'SELECT id, name FROM games_of_jobs WHERE name IS NOT NULL';

describeCloud('a job', () => {
  let emulators: Emulators;
  let bucket: Bucket;
  let runs = 0;
  beforeAll(async () => {
    emulators = await startEmulators();
  });
  afterAll(() => emulators.stop());
  beforeEach(async () => {
    bucket = await emulators.newBucket();
    await emulators.bigQuery.dataset(DATASET).table(games.name).delete({ ignoreNotFound: true });
    emulators.jobs.length = 0;
    runs++;
  });

  const open = (runId = `Run.${runs}`) => warehouseOn(emulators, bucket, runId);
  const contents = (table: TableSpec): Promise<Row[]> =>
    Array.fromAsync(open('reader').query(`SELECT * FROM ${table.name} ORDER BY id`));

  test('names its stage and run, lies where the dataset does and is bounded in what it may cost', async () => {
    const warehouse = open('Run.A');
    await warehouse.upsert(games, [{ id: 1, name: 'Ōkami' }]);
    await warehouse.materialize(named, NAMED);
    await warehouse.extract(named, 'extracts/');
    const kinds = new Set<string>();
    for (const { jobReference, configuration = {} } of emulators.jobs) {
      expect(jobReference?.jobId).toMatch(/^similarity_Run_A_[\w-]+_\d+$/);
      expect(jobReference?.location).toBe('EU');
      expect(configuration.labels).toEqual({ stage: 'similarity', run: 'run_a' });
      if (configuration.query) expect(configuration.query.maximumBytesBilled).toBe('1000000000');
      kinds.add(Object.keys(configuration).find((kind) => ['query', 'load', 'extract'].includes(kind)) ?? '');
    }
    expect([...kinds].sort()).toEqual(['extract', 'load', 'query']);
  });

  test('is found again by the same call of the same run, made by another process', async () => {
    const rows = [{ id: 1, name: 'Ōkami' }];
    expect(await open().upsert(games, rows)).toEqual({ inserted: 1, updated: 0 });
    expect(await open().upsert(games, rows)).toEqual({ inserted: 1, updated: 0 });
    expect(await open('another run').upsert(games, rows)).toEqual({ inserted: 0, updated: 0 });
    await open().materialize(named, NAMED);
    await open('another run').upsert(games, [{ id: 2, name: 'Ico' }]);
    expect(await open().materialize(named, NAMED)).toEqual({ rows: 1 });
    expect(await open('another run').materialize(named, NAMED)).toEqual({ rows: 2 });
  });

  test('is a new one for the second call of one process', async () => {
    const warehouse = open();
    await warehouse.upsert(games, [{ id: 1, name: 'Ōkami' }]);
    await warehouse.upsert(games, [{ id: 1, name: 'Ico' }]);
    expect(await warehouse.upsert(games, [{ id: 1, name: 'Ōkami' }])).toEqual({ inserted: 0, updated: 1 });
    expect(await contents(games)).toEqual([{ id: 1, name: 'Ōkami' }]);
  });

  test('that fails says its id, statement and place', async () => {
    const sql = 'SELECT id,\n  no_such_column FROM games_of_jobs';
    const warehouse = open();
    await warehouse.upsert(games, []);
    const failed = await Array.fromAsync(warehouse.query(sql)).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(JobError);
    expect(failed).toMatchObject({ sql, position: { line: 2, column: 3 } });
    expect((failed as JobError).message).toContain(`(job ${(failed as JobError).jobId})`);
  });

  test('adds to what the run is billed for', async () => {
    const warehouse = open();
    await Array.fromAsync(warehouse.query('SELECT 1 AS n'));
    await Array.fromAsync(warehouse.query('SELECT 2 AS n'));
    expect(warehouse.bytesBilled()).toBe(2 * Number(LEAST_BILLED));
  });

  test('leaves no staging table and no staging object, failed or not', async () => {
    await open().upsert(games, [{ id: 1, name: 'Ōkami' }]);
    await open()
      .upsert(games, [
        { id: 2, name: 'Ico' },
        { id: 2, name: 'Ico' },
      ])
      .catch(() => undefined);
    const [tables] = await emulators.bigQuery.dataset(DATASET).getTables();
    expect(tables.filter(({ id }) => id?.startsWith('staging_'))).toEqual([]);
    expect((await bucket.getFiles())[0]).toEqual([]);
  });

  test('lays a table out and describes it as its spec says', async () => {
    const warehouse = open();
    await warehouse.upsert(games, [{ id: 1, name: 'Ōkami' }]);
    await warehouse.materialize(named, NAMED);
    const build = emulators.jobs.find(({ configuration }) => configuration?.query?.destinationTable);
    expect(build?.configuration?.query).toMatchObject({
      writeDisposition: 'WRITE_TRUNCATE',
      clustering: { fields: ['id'] },
    });
    for (const table of [games, named]) {
      const [{ description, schema }] = await emulators.bigQuery
        .dataset(DATASET)
        .table(table.name)
        .getMetadata();
      expect(description).toBe(table.description);
      expect(schema.fields).toMatchObject([{ description: 'Key.' }, { description: 'Text.' }]);
    }
  });
});
