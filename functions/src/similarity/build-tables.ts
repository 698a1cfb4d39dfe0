import { type Params, QueryError, type Row, type TableSpec, type Warehouse } from '../warehouse.ts';
import type { Check, Step } from './steps.ts';

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

const ROWS_SHOWN = 5;

/** @throws {@link CheckError} at the first check that finds something */
export async function runChecks(warehouse: Warehouse, checks: Check[], params: Params = {}): Promise<void> {
  if (checks.length === 0) return;
  const found = await Array.fromAsync(warehouse.query(countsSql(checks), params));
  for (const [i, { file, sql }] of checks.entries()) {
    if (found.every((row) => row['check_number'] !== i || row['row_count'] === 0)) continue;
    // Engines may refuse a parameter that the statement does not name.
    const named = Object.fromEntries(Object.entries(params).filter(([name]) => sql.includes(`@${name}`)));
    const rows = warehouse.query(`SELECT * FROM (${sql}\n) LIMIT ${ROWS_SHOWN}`, named);
    throw new CheckError(file, await Array.fromAsync(rows));
  }
}

/** How many rows each check finds, in one statement: it is billed for a column once, however many of the checks read it. */
export const countsSql = (checks: Check[]): string =>
  checks
    .map(({ sql }, i) => `SELECT ${i} AS check_number, COUNT(*) AS row_count FROM (${sql}\n)`)
    .join('\nUNION ALL\n');

/** Of IGDB, for which the numbers of slices in functions/sql were measured: about ten million pairs each, which fit into 1 GB. */
const IGDB_GAMES = 350_000;
/**
 * From so many games on, a catalogue is built in as many slices as IGDB's. A feature is kept for at most 2,000 games, so that the pairs
 * grow more slowly than the games: 21,000 games make a fifth of the pairs that 335,000 make.
 */
const MANY_GAMES = 60_000;

/** In how many slices a table of a catalogue with so many games is built: each takes as long as a short statement, however small. */
export function slicesFor(table: TableSpec, games: number): TableSpec {
  const { slices, onDemandSlices } = table;
  const part = (all: number) => Math.max(1, Math.ceil((all * Math.min(games, MANY_GAMES)) / MANY_GAMES));
  return {
    ...table,
    ...(slices !== undefined && { slices: part(slices) }),
    ...(onDemandSlices !== undefined && { onDemandSlices: part(onDemandSlices) }),
  };
}

/**
 * Materializes the steps in order. After the table `games`, others are built in as many slices as so many games need.
 *
 * @param inStep does the work of a step, or throws what keeps it from being done. Default: nothing does
 * @throws CheckError at the first whose checks find something; QueryError, naming its file, at the first that is refused
 */
export async function buildTables(
  warehouse: Warehouse,
  steps: Step[],
  onStep: (done: number, total: number, table: string) => void,
  inStep: <T>(work: () => Promise<T>) => Promise<T> = (work) => work(),
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [i, { file, table, source, checks }] of steps.entries()) {
    onStep(i, steps.length, table.name);
    const sliced = slicesFor(table, counts['games'] ?? IGDB_GAMES);
    await inStep(async () => {
      const { rows } = await warehouse.materialize(sliced, source).catch((error: unknown) => {
        if (!(error instanceof QueryError)) throw error;
        throw new QueryError(`${file}: ${error.message}`, error.sql, { cause: error });
      });
      if (table.view !== true) counts[table.name] = rows;
      await runChecks(warehouse, checks);
    });
  }
  onStep(steps.length, steps.length, 'done');
  return counts;
}
