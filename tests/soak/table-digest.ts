import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { openDuckDb } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';

/** SHA-256 over what a data folder knows of every game; when it learnt it, and by which run, is left out. */
export async function tableDigest(dataDir: string): Promise<string> {
  const warehouse = await openDuckDb({
    path: join(dataDir, 'warehouse.duckdb'),
    storage: folderStorage(join(dataDir, 'bucket')),
    memoryLimit: '512MB',
    readOnly: true,
  });
  const hash = createHash('sha256');
  const sql = `SELECT id, updated_at, checksum, payload, removed_at IS NOT NULL AS removed
    FROM raw_games ORDER BY id`;
  for await (const row of warehouse.query(sql)) hash.update(JSON.stringify(Object.values(row)));
  warehouse.close();
  return hash.digest('hex');
}
