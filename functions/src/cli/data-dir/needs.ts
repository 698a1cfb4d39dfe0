import { readRuns } from '../../runs/runs-table.ts';
import type { Row, Warehouse } from '../../warehouse.ts';
import { stepsOf } from '../../similarity/steps.ts';
import type { DataDir } from './data-dir.ts';
import { NotReadyError } from '../errors.ts';

/** @throws {@link NotReadyError} when nothing has been ingested */
export async function needGames(warehouse: Warehouse, { path, options }: DataDir): Promise<void> {
  if (!(await hasTable(warehouse, 'raw_games'))) {
    throw new NotReadyError(`There are no games in ${path}`, `npm run ingest${options}`);
  }
  if ((await firstRow(warehouse, 'SELECT id FROM raw_games LIMIT 1')) === undefined) {
    throw new Error(`None of the records in ${path} was accepted as a game; its table rejects says why.`);
  }
}

/** @throws {@link NotReadyError} when the tables were not built, not to the end, or by a version of this code that made others */
export async function needSimilarity(warehouse: Warehouse, { path, options }: DataDir): Promise<void> {
  const [last] = (await hasTable(warehouse, 'runs'))
    ? await readRuns(warehouse, 'similarity', ['status'], 1)
    : [];
  if (last?.status !== 'done') {
    throw new NotReadyError(`The games in ${path} are not compared yet`, `npm run similarity${options}`);
  }
  const missing = await missingColumn(warehouse);
  if (missing !== undefined) {
    throw new NotReadyError(
      `The tables in ${path} were made by another version of Playkin (there is no ${missing})`,
      `npm run similarity${options}`,
    );
  }
}

/** A column that similarity makes and that is not there. */
async function missingColumn(warehouse: Warehouse): Promise<string | undefined> {
  const there = new Set<string>();
  for await (const row of warehouse.query('SELECT table_name, column_name FROM information_schema.columns')) {
    there.add(`${String(row['table_name'])}.${String(row['column_name'])}`);
  }
  return stepsOf('seeds', 'staging', 'features', 'similarity')
    .flatMap(({ table }) => Object.keys(table.columns).map((column) => `${table.name}.${column}`))
    .find((column) => !there.has(column));
}

export const hasTable = async (warehouse: Warehouse, table: string): Promise<boolean> =>
  (await firstRow(
    warehouse,
    `SELECT 1 AS one FROM information_schema.tables WHERE table_name = '${table}'`,
  )) !== undefined;

async function firstRow(warehouse: Warehouse, sql: string): Promise<Row | undefined> {
  for await (const row of warehouse.query(sql)) return row;
  return undefined;
}
