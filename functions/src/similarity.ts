import type { Progress } from './progress.ts';
import type { Clock } from './clock.ts';
import { type RunDeps, runStage } from './run-stage.ts';
import { type Check, checksIn, RAW_TABLES, rawTable, type SqlStep, sqlSteps } from './sql.ts';
import type { Params, Row, Warehouse } from './warehouse.ts';

export interface SimilarityDeps extends RunDeps {
  progress: Progress;
}

export interface SimilaritySummary {
  runId: string;
  /** Rows of each table built. */
  counts: Record<string, number>;
}

/** A check found rows that should not be. */
export class CheckError extends Error {
  override name = 'CheckError';
  /** Below functions/sql. */
  readonly file: string;
  /** The first of them. */
  readonly rows: Row[];

  constructor(file: string, rows: Row[]) {
    super(`The data check ${file} found rows that should not be, such as ${JSON.stringify(rows[0])}`);
    this.file = file;
    this.rows = rows;
  }
}

const FOLDERS = ['1-staging', '2-features', '3-similarity', '6-views'];
const ROWS_SHOWN = 5;
const MS_PER_SECOND = 1000;

/**
 * Builds every table from raw_games up to neighbors, each followed by its checks, and the analysts' views of them.
 * @throws {@link CheckError} when what was ingested or built is not as it should be; publish then refuses
 */
export async function similarity(deps: SimilarityDeps): Promise<SimilaritySummary> {
  return runStage(deps, 'similarity', async () => {
    await checkIngested(deps.warehouse, deps.clock);
    const counts = await buildTables(deps.warehouse, FOLDERS.flatMap(sqlSteps), (done, total, note) => {
      deps.progress({ stage: 'similarity', done, total, note });
    });
    return { counts };
  });
}

/** Makes what the views read and nothing has been stored in yet, and checks what ingestion has stored. */
async function checkIngested(warehouse: Warehouse, clock: Clock): Promise<void> {
  for (const name of RAW_TABLES) await warehouse.upsert(rawTable(name), []);
  const params = { now_seconds: Math.floor(clock() / MS_PER_SECOND) };
  // A statement is not given parameters that it does not name: DuckDB refuses them.
  for (const check of checksIn('0-raw')) {
    await runCheck(warehouse, check, check.sql.includes('@now_seconds') ? params : {});
  }
}

/** Materializes the steps in order. @throws {@link CheckError} at the first check that finds something */
export async function buildTables(
  warehouse: Warehouse,
  steps: SqlStep[],
  onStep: (done: number, total: number, table: string) => void,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [i, { table, sql, checks }] of steps.entries()) {
    onStep(i, steps.length, table.name);
    const { rows } = await warehouse.materialize(table, sql);
    if (table.view !== true) counts[table.name] = rows;
    for (const check of checks) await runCheck(warehouse, check);
  }
  onStep(steps.length, steps.length, 'done');
  return counts;
}

async function runCheck(warehouse: Warehouse, { file, sql }: Check, params?: Params): Promise<void> {
  const found: AsyncIterable<Row> = warehouse.query(`SELECT * FROM (${sql}\n) LIMIT ${ROWS_SHOWN}`, params);
  const rows = await Array.fromAsync(found);
  if (rows.length > 0) throw new CheckError(file, rows);
}
