import { join } from 'node:path';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { openDuckDb } from '@playkin/functions/src/adapters/duckdb.ts';
import { loadRelease } from '@playkin/functions/src/recommend/load.ts';
import { fromIndex } from '@playkin/functions/src/recommend/similar.ts';
import { profileOf } from '@playkin/functions/src/recommend/profile.ts';
import { sqlSteps } from '@playkin/functions/src/sql.ts';
import { NEIGHBORS } from '@playkin/shared/release.ts';

const SAMPLE = 500;
const NO_FILTERS = { genres: [], platforms: [] };

/** Seconds that SQL takes for all neighbours, beside a walk of the inverted index in JavaScript, one thread, same vectors. */
export async function benchNeighbors(dataDir: string): Promise<object> {
  const storage = folderStorage(join(dataDir, 'bucket'));
  const release = await loadRelease(storage);
  const step = Math.max(1, Math.floor(release.canonicalCount / SAMPLE));
  const startedAt = performance.now();
  let walked = 0;
  for (let game = 0; game < release.canonicalCount; game += step) {
    const query = { like: [game], unlike: [], filters: NO_FILTERS, limit: NEIGHBORS };
    fromIndex(release, query, profileOf(release, query.like, query.unlike));
    walked++;
  }
  const walkSeconds = (((performance.now() - startedAt) / walked) * release.canonicalCount) / 1000;

  const path = join(dataDir, 'warehouse.duckdb');
  const warehouse = await openDuckDb({ path, storage, memoryLimit: '1GB' });
  const sqlStartedAt = performance.now();
  for (const { table, sql } of sqlSteps('3-similarity')) await warehouse.materialize(table, sql);
  const sqlSeconds = (performance.now() - sqlStartedAt) / 1000;
  warehouse.close();
  const round = (value: number) => Math.round(value * 100) / 100;
  return {
    games: release.canonicalCount,
    sqlSeconds: round(sqlSeconds),
    'index walk in JavaScript, extrapolated': round(walkSeconds),
    ofIndexWalk: round(sqlSeconds / walkSeconds),
  };
}
