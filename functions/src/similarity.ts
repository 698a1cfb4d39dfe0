import type { Progress } from './progress.ts';
import { type RunDeps, runStage } from './run-stage.ts';
import { type SqlStep, sqlSteps } from './sql.ts';
import type { Row, Warehouse } from './warehouse.ts';

export interface SimilarityDeps extends RunDeps {
  progress: Progress;
}

export interface SimilaritySummary {
  runId: string;
  /** Rows of each table built. */
  counts: Record<string, number>;
}

/** A table was built whose check found rows that should not be. */
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

const FOLDERS = ['1-staging', '2-features', '3-similarity'];
const ROWS_SHOWN = 5;

/** Builds every table from raw_games up to neighbors, each followed by its checks. */
export async function similarity(deps: SimilarityDeps): Promise<SimilaritySummary> {
  return runStage(deps, 'similarity', async () => ({
    counts: await buildTables(deps.warehouse, FOLDERS.flatMap(sqlSteps), (done, total, note) => {
      deps.progress({ stage: 'similarity', done, total, note });
    }),
  }));
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
    counts[table.name] = (await warehouse.materialize(table, sql)).rows;
    for (const check of checks) {
      const rows: Row[] = [];
      for await (const row of warehouse.query(`SELECT * FROM (${check.sql}\n) LIMIT ${ROWS_SHOWN}`))
        rows.push(row);
      if (rows.length > 0) throw new CheckError(check.file, rows);
    }
  }
  onStep(steps.length, steps.length, 'done');
  return counts;
}
