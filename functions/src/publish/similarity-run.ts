import type { Warehouse } from '../warehouse.ts';

/**
 * The run that built the tables as they are.
 * @throws Error when the last run of similarity has not ended well: its tables are of two runs, or failed their checks.
 */
export async function similarityRun(warehouse: Warehouse): Promise<string> {
  const sql = "SELECT run_id, status FROM runs WHERE stage = 'similarity' ORDER BY run_id DESC LIMIT 1";
  const [latest] = await Array.fromAsync(warehouse.query(sql));
  if (latest === undefined) throw new Error('There is nothing to publish: similarity has not run yet.');
  const { run_id, status } = latest;
  if (status !== 'done') {
    throw new Error(
      `The last run of similarity, ${String(run_id)}, is ${String(status)}: expected done. Run similarity again first.`,
    );
  }
  return String(run_id);
}
