import type { Bucket } from '@google-cloud/storage';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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
/** Of asking again for a result that is not complete yet. */
const RESULT_WAIT_MS = 1000;
const NAMED = 'SELECT id, name FROM games_of_jobs WHERE name IS NOT NULL';

describeCloud('a job', () => {
  let emulators: Emulators;
  let bucket: Bucket;
  let runs = 0;
  const warnings: string[] = [];
  beforeAll(async () => {
    emulators = await startEmulators();
  });
  afterAll(() => emulators.stop());
  beforeEach(async () => {
    bucket = await emulators.newBucket();
    await emulators.bigQuery.dataset(DATASET).table(games.name).delete({ ignoreNotFound: true });
    emulators.jobs.length = 0;
    emulators.troubles.failing = [];
    emulators.troubles.rowsCutAt = undefined;
    warnings.length = 0;
    runs++;
  });

  const open = (runId = `Run.${runs}`) =>
    warehouseOn(emulators, bucket, { runId, warn: (message) => warnings.push(message) });
  const contents = (table: TableSpec): Promise<Row[]> =>
    Array.fromAsync(open('reader').query(`SELECT * FROM ${table.name} ORDER BY id`));

  test('names its stage and run, lies where the dataset does and is bounded in what it may cost', async () => {
    const warehouse = open('Run.A');
    await warehouse.upsert(games, [
      { id: 1, name: 'Ōkami' },
      { id: 2, name: null },
    ]);
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

  test.each(['backendError', 'internalError', 'jobRateLimitExceeded'])(
    'that ends in %s is tried again under the next id, after longer and longer waits',
    async (reason) => {
      emulators.troubles.failing = [
        { jobs: /load-games/, reason, times: 1 },
        { jobs: /merge-games/, reason, times: 3 },
        { jobs: /build-named/, reason, times: 2 },
      ];
      const slept: number[] = [];
      const warehouse = warehouseOn(emulators, bucket, {
        runId: `Run.${runs}`,
        warn: (message) => warnings.push(message),
        sleep: (ms) => Promise.resolve(void slept.push(ms)),
      });
      const rows = [
        { id: 1, name: 'Ōkami' },
        { id: 2, name: null },
      ];
      expect(await warehouse.upsert(games, rows)).toEqual({ inserted: 2, updated: 0 });
      expect(await warehouse.materialize(named, NAMED)).toEqual({ rows: 1 });
      expect(slept.filter((ms) => ms > RESULT_WAIT_MS)).toEqual([2000, 2000, 8000, 32_000, 2000, 8000]);
      const merges = emulators.jobs.flatMap(
        ({ jobReference }) => /merge-.*/.exec(jobReference?.jobId ?? '') ?? [],
      );
      expect(new Set(merges).size).toBe(4);
      expect(warnings).toHaveLength(6);
      expect(warnings[0]).toMatch(
        new RegExp(`^load-games_of_jobs: .*: ${reason}. It is tried again in 2 s.$`),
      );
    },
  );

  test('that ends so four times fails, and one that fails for another reason is not tried again', async () => {
    emulators.troubles.failing = [{ jobs: /merge-games/, reason: 'backendError', times: 4 }];
    await expect(open().upsert(games, [{ id: 1, name: 'Ōkami' }])).rejects.toThrow(JobError);
    expect(emulators.troubles.failing[0]?.times).toBe(0);
    emulators.troubles.failing = [{ jobs: /merge-games/, reason: 'accessDenied', times: 2 }];
    await expect(open('denied').upsert(games, [{ id: 1, name: 'Ōkami' }])).rejects.toThrow(JobError);
    expect(emulators.troubles.failing[0]?.times).toBe(1);
    expect(await contents(games)).toEqual([]);
  });

  test('whose result has fewer rows than it says fails, instead of being taken for all of it', async () => {
    const warehouse = open();
    await warehouse.upsert(
      games,
      [1, 2, 3].map((id) => ({ id, name: null })),
    );
    emulators.troubles.rowsCutAt = 2;
    await expect(contents(games)).rejects.toThrow(/has 3 rows, but 2 came/);
    emulators.troubles.rowsCutAt = 0;
    await expect(contents(games)).rejects.toThrow(/has 3 rows, but 0 came/);
  });

  test('adds to what the run is billed for', async () => {
    const warehouse = open();
    await Array.fromAsync(warehouse.query('SELECT 1 AS n'));
    await Array.fromAsync(warehouse.query('SELECT 2 AS n'));
    expect(warehouse.bytesBilled()).toBe(2 * Number(LEAST_BILLED));
  });

  test('is the only one of a row saved alone, as a stage saves its run', async () => {
    const warehouse = open();
    await warehouse.upsert(games, []);
    emulators.jobs.length = 0;
    expect(await warehouse.upsert(games, [{ id: 1, name: null }])).toEqual({ inserted: 1, updated: 0 });
    expect(emulators.jobs.map(({ configuration }) => configuration?.query?.query?.split(' ')[0])).toEqual([
      'MERGE',
    ]);
    await expect(warehouse.upsert(games, [{ id: null, name: 'no key' }])).rejects.toThrow('id is null');
    expect(await contents(games)).toEqual([{ id: 1, name: null }]);
  });

  test('leaves no staging table and no staging object, failed or not', async () => {
    await open().upsert(games, [
      { id: 1, name: 'Ōkami' },
      { id: 3, name: 'Rez' },
    ]);
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

  describe('builds a table in slices', () => {
    const sliced: TableSpec = { ...named, name: 'sliced_of_jobs', slices: 128, onDemandSlices: 3 };
    const SLICE = `${NAMED} AND MOD(id, @slices) = @slice`;
    const rows = [1, 2, 3, 4].map((id) => ({ id, name: `game ${id}` }));
    const idsOf = (table: string) => `SELECT id FROM ${table} ORDER BY id`;

    test('beside it, which then takes its place at once; nothing is left over', async () => {
      const warehouse = open();
      await warehouse.upsert(games, rows);
      expect(await warehouse.materialize(sliced, SLICE)).toEqual({ rows: 4 });
      const written = emulators.jobs.flatMap(({ configuration: { query, copy } = {} }) => {
        const into = query?.destinationTable ?? copy?.destinationTable;
        return into === undefined
          ? []
          : [`${into.tableId} ${query?.writeDisposition ?? copy?.writeDisposition}`];
      });
      expect(written).toEqual([
        'next_sliced_of_jobs WRITE_TRUNCATE',
        'next_sliced_of_jobs WRITE_APPEND',
        'next_sliced_of_jobs WRITE_APPEND',
        'sliced_of_jobs WRITE_TRUNCATE',
      ]);
      const [tables] = await emulators.bigQuery.dataset(DATASET).getTables();
      expect(tables.filter(({ id }) => id?.startsWith('next_'))).toEqual([]);
    });

    test('so that it stays as it was while a slice fails, and a slice tried again is not there twice', async () => {
      await open().upsert(games, rows);
      await open().materialize(sliced, SLICE);
      await open('another run').upsert(games, [{ id: 5, name: 'new' }]);
      emulators.troubles.failing = [{ jobs: /build-sliced_of_jobs-2/, reason: 'backendError', times: 4 }];
      await expect(open('third run').materialize(sliced, SLICE)).rejects.toThrow(JobError);
      expect(await Array.fromAsync(open('reader').query(idsOf(sliced.name)))).toHaveLength(4);
      emulators.troubles.failing = [{ jobs: /build-sliced_of_jobs-1/, reason: 'backendError', times: 2 }];
      expect(await open('fourth run').materialize(sliced, SLICE)).toEqual({ rows: 5 });
    });

    test('also when it was laid out otherwise', async () => {
      await open().upsert(games, rows);
      await open().materialize(sliced, SLICE);
      expect(await open('another run').materialize({ ...sliced, cluster: ['name'] }, SLICE)).toEqual({
        rows: 4,
      });
      expect(warnings).toEqual([
        expect.stringContaining('sliced_of_jobs was not partitioned and clustered by id') as string,
      ]);
    });
  });

  describe('that meets a table of another layout', () => {
    test('deletes it first and says so, when the table is built anew', async () => {
      await open().upsert(games, [{ id: 1, name: 'Ōkami' }]);
      await open().materialize(named, NAMED);
      const layouts: TableSpec[] = [
        { ...named, cluster: ['name', 'id'] },
        { ...named, partition: { column: 'id', by: 'range', start: 0, end: 100, interval: 10 } },
        { name: named.name, description: named.description, key: named.key, columns: named.columns },
      ];
      for (const [i, table] of layouts.entries()) {
        expect(await open(`run ${i}`).materialize(table, NAMED)).toEqual({ rows: 1 });
      }
      expect(warnings).toEqual([
        expect.stringContaining('named_of_jobs was not partitioned and clustered by id') as string,
        expect.stringContaining('named_of_jobs was not partitioned and clustered by name, id') as string,
        expect.stringContaining(
          'named_of_jobs was partitioned by id in 0–100 by 10 and clustered by id',
        ) as string,
      ]);
    });

    test('keeps it while the SELECT for it is refused', async () => {
      await open().upsert(games, [{ id: 1, name: 'Ōkami' }]);
      await open().materialize(named, NAMED);
      const broken = open('run 2').materialize(
        { ...named, cluster: ['name'] },
        `${NAMED} AND no_such_column`,
      );
      await expect(broken).rejects.toThrow(JobError);
      expect(await Array.fromAsync(open('reader').query(`SELECT id FROM ${named.name}`))).toEqual([
        { id: 1 },
      ]);
    });

    test('never deletes one that rows are upserted into, and says what to do', async () => {
      await open().upsert(games, [{ id: 1, name: 'Ōkami' }]);
      const other = { ...games, cluster: ['name'] };
      await expect(open('run 2').upsert(other, [{ id: 2, name: 'Ico' }])).rejects.toThrow(
        /Table games_of_jobs is not partitioned and clustered by id, its spec says not partitioned and clustered by name\..*copy it/,
      );
      expect(await contents(games)).toEqual([{ id: 1, name: 'Ōkami' }]);
    });

    test('makes a view of a table and a table of a view', async () => {
      await open().upsert(games, [{ id: 1, name: 'Ōkami' }]);
      const table: TableSpec = { ...named, name: 'once_a_view', dataset: 'igdb_analytics' };
      const sql = `SELECT id, name FROM igdb.${games.name}`;
      expect(await open().materialize({ ...table, view: true }, sql)).toEqual({ rows: 0 });
      expect(await open('run 2').materialize(table, sql)).toEqual({ rows: 1 });
      expect(await open('run 3').materialize({ ...table, view: true }, sql)).toEqual({ rows: 0 });
      expect(warnings.map((warning) => /once_a_view was .*?, not/.exec(warning)?.[0])).toEqual([
        'once_a_view was a view, not',
        'once_a_view was not partitioned and clustered by id, not',
      ]);
    });
  });
});
