import { type DuckDbWarehouse, openDuckDb } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { readinessOf } from '@playkin/functions/src/runs/readiness.ts';
import { rawTable } from '@playkin/functions/src/tables.ts';
import { afterEach, expect, test } from 'vitest';
import { memoryStorage } from '../support/memory-storage.ts';

const opened: DuckDbWarehouse[] = [];
afterEach(() => {
  for (const warehouse of opened.splice(0)) warehouse.close();
});

type Past = [runId: string, stage: string, status: string, counts?: object];

async function warehouseWith(runs: Past[]): Promise<DuckDbWarehouse> {
  const warehouse = await openDuckDb({ path: ':memory:', storage: memoryStorage(), memoryLimit: '256MB' });
  opened.push(warehouse);
  const rows = runs.map(([run_id, stage, status, counts]) => ({
    run_id,
    stage,
    status,
    started_at: '2026-01-01T00:00:00.000Z',
    counts: counts === undefined ? null : JSON.stringify(counts),
  }));
  await warehouse.upsert(rawTable('runs'), rows);
  return warehouse;
}

const news = { received: 5, inserted: 1, updated: 0 };
const nothing = { received: 5, inserted: 0, updated: 0 };

test.each<[string, Past[], 'ingest' | 'similarity' | 'publish', string]>([
  ['ingest needs nobody', [], 'ingest', 'run'],
  ['similarity waits for the first ingest', [], 'similarity', 'wait'],
  ['similarity waits for a running ingest', [['1', 'ingest', 'running']], 'similarity', 'wait'],
  [
    'similarity waits after a failed ingest',
    [
      ['1', 'ingest', 'done', news],
      ['2', 'ingest', 'failed'],
    ],
    'similarity',
    'wait',
  ],
  ['similarity follows an ingest', [['1', 'ingest', 'done', news]], 'similarity', 'run'],
  [
    'similarity is not repeated',
    [
      ['1', 'ingest', 'done', news],
      ['2', 'similarity', 'done', {}],
    ],
    'similarity',
    'skip',
  ],
  [
    'a failed similarity is repeated',
    [
      ['1', 'ingest', 'done', news],
      ['2', 'similarity', 'failed'],
    ],
    'similarity',
    'run',
  ],
  [
    'an ingest that changed nothing is no news',
    [
      ['1', 'ingest', 'done', news],
      ['2', 'similarity', 'done', {}],
      ['3', 'ingest', 'done', nothing],
    ],
    'similarity',
    'skip',
  ],
  [
    'an older change that similarity has not seen is news, whatever the last ingest changed',
    [
      ['1', 'similarity', 'done', {}],
      ['2', 'ingest', 'done', news],
      ['3', 'ingest', 'done', nothing],
    ],
    'similarity',
    'run',
  ],
  ['publish waits for similarity', [['1', 'ingest', 'done', news]], 'publish', 'wait'],
  ['publish follows similarity', [['2', 'similarity', 'done', {}]], 'publish', 'run'],
  [
    'publish is not repeated',
    [
      ['2', 'similarity', 'done', {}],
      ['3', 'publish', 'done', {}],
    ],
    'publish',
    'skip',
  ],
])('%s', async (_name, runs, stage, decision) => {
  expect(await readinessOf(await warehouseWith(runs), stage)).toMatchObject({ decision });
});
