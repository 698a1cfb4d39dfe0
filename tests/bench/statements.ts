import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { countsSql } from '@playkin/functions/src/similarity/build-tables.ts';
import { checksIn, type StepFolder, stepsOf } from '@playkin/functions/src/similarity/steps.ts';
import type { Stage } from '@playkin/functions/src/stages.ts';
import { readText, SQL_DIR } from '@playkin/functions/src/tables.ts';
import type { TableSpec } from '@playkin/functions/src/warehouse.ts';

/** A statement of a nightly run that reads tables, and what it is part of. */
export interface Statement {
  stage: Stage;
  /** Below functions/sql, or what it does. */
  step: string;
  sql: string;
  /** That it builds. */
  table?: TableSpec;
}

/** Reading the last run of a stage, as each does of the one before it. */
const LAST_RUN = "SELECT run_id, status, started_at, counts FROM runs WHERE stage = 'ingest'";
/** As ingest/store-batch.ts asks it; which ids are asked for does not change what is billed. */
const STORED_CHECKSUMS = 'SELECT id, checksum FROM raw_games WHERE removed_at IS NULL';

/** As publish/quality.ts asks it. */
const QUALITY = 'SELECT run_id, metric, value, low, high FROM quality';

const built = (stage: Stage, ...folders: StepFolder[]): Statement[] =>
  stepsOf(...folders).flatMap(({ file, table, source, checks }) => [
    // Loading a seed is free.
    ...(typeof source === 'string' ? [{ stage, step: file, sql: source, table }] : []),
    ...(checks.length === 0 ? [] : [{ stage, step: `${file}, checks`, sql: countsSql(checks) }]),
  ]);

/** The statements of one nightly run that only read, a batch of changed games each of `batches` times. */
export function readingStatements(batches: number): Statement[] {
  return [
    { stage: 'ingest', step: 'past runs', sql: LAST_RUN },
    ...Array.from({ length: batches }, () => ({
      stage: 'ingest' as const,
      step: 'checksums of changed games',
      sql: STORED_CHECKSUMS,
    })),
    { stage: 'similarity', step: 'upstream run', sql: LAST_RUN },
    { stage: 'similarity', step: 'checks of what was ingested', sql: countsSql(checksIn('raw')) },
    ...built('similarity', 'seeds', 'staging', 'features', 'similarity'),
    { stage: 'publish', step: 'upstream run', sql: LAST_RUN },
    { stage: 'publish', step: 'what was measured of it', sql: QUALITY },
    ...built('publish', 'release'),
    ...readdirSync(join(SQL_DIR, 'export'))
      .sort()
      .map((file) => ({
        stage: 'publish' as const,
        step: `export/${file}`,
        sql: readText(`export/${file}`),
      })),
  ];
}
