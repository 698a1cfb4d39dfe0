import { createHash } from 'node:crypto';
import type { Warehouse } from '@playkin/functions/src/warehouse.ts';

/** SHA-256 over what IGDB said of every game that is there: two crawls that ended alike have the same. */
export async function digestOf(warehouse: Warehouse): Promise<string> {
  const hash = createHash('sha256');
  const sql = 'SELECT id, updated_at, payload FROM raw_games WHERE removed_at IS NULL ORDER BY id';
  for await (const { id, updated_at, payload } of warehouse.query(sql)) {
    hash.update(JSON.stringify([id, updated_at, payload]));
  }
  return hash.digest('hex');
}
