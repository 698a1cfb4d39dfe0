import { globSync } from 'node:fs';
import { createOrDescribe } from '@playkin/functions/src/adapters/bigquery/tables.ts';
import { toQueryParameters } from '@playkin/functions/src/adapters/bigquery/values.ts';
import { typedSelect } from '@playkin/functions/src/adapters/bigquery/warehouse.ts';
import { countsSql } from '@playkin/functions/src/similarity/build-tables.ts';
import { readSql } from '@playkin/functions/src/similarity/macros.ts';
import { stepsOf } from '@playkin/functions/src/similarity/steps.ts';
import { RAW_TABLES, rawTable, SQL_DIR } from '@playkin/functions/src/tables.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DATASET, describeCloud, type Emulators, LOCATION, PROJECT, startEmulators } from './emulators.ts';

/** Teaches DuckDB GoogleSQL's spellings; BigQuery knows them. */
const PRELUDE = 'duckdb-prelude.sql';
/** Whatever a statement takes is a whole number; those it does not name do no harm. */
const PARAMETERS = { slice: 0, slices: 1, now_seconds: 1_700_000_000 };

const files = globSync('**/*.sql', { cwd: SQL_DIR })
  .filter((file) => file !== PRELUDE && !file.startsWith('macros/'))
  .sort();
const steps = stepsOf();
const tables = [...RAW_TABLES.map(rawTable), ...steps.map(({ table }) => table)];

interface DryRun {
  statistics: { query: { schema: { fields: { name: string }[] } } };
}

describeCloud('every statement is GoogleSQL over the tables of the specs:', () => {
  let emulators: Emulators;
  beforeAll(async () => {
    emulators = await startEmulators();
    for (const name of new Set(tables.map(({ dataset = DATASET }) => dataset))) {
      await emulators.bigQuery.createDataset(name, { location: LOCATION });
    }
    for (const table of tables)
      await createOrDescribe(emulators.bigQuery.dataset(table.dataset ?? DATASET), table);
  });
  afterAll(() => emulators.stop());

  /** BigQuery's own analysis, and what the proxy before the emulator refuses as BigQuery does. */
  async function dryRun(query: string): Promise<DryRun> {
    const used = Object.entries(PARAMETERS).filter(([name]) => query.includes(`@${name}`));
    const [{ metadata }] = await emulators.bigQuery.createJob({
      location: LOCATION,
      configuration: {
        dryRun: true,
        query: {
          query,
          useLegacySql: false,
          defaultDataset: { datasetId: DATASET, projectId: PROJECT },
          parameterMode: 'NAMED',
          queryParameters: toQueryParameters(Object.fromEntries(used)),
        },
      },
    });
    return metadata as DryRun;
  }

  test('there are statements', () => {
    expect(files.length).toBeGreaterThan(20);
  });

  test.each(files)('%s', async (file) => {
    const query = readSql(file);
    const { fields } = (await dryRun(query)).statistics.query.schema;
    const spec = steps.find((step) => step.file === file)?.table;
    if (spec === undefined) expect(fields.length).toBeGreaterThan(0);
    else expect(fields.map(({ name }) => name).sort()).toEqual(Object.keys(spec.columns).sort());
  });

  // Some things are allowed at the top of a statement only, and the texts are sent within others.
  test.each(steps)('$file, as the job that builds it is sent', async ({ table, source }) => {
    const from = typeof source === 'string' ? `(\n${source}\n)` : table.name;
    expect(await dryRun(typedSelect(table, from))).toBeDefined();
  });

  test.each(steps.filter(({ checks }) => checks.length > 0))(
    'the checks of $file, as they are sent',
    async ({ checks }) => {
      expect(await dryRun(countsSql(checks))).toBeDefined();
    },
  );
});
