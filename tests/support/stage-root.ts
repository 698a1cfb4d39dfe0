/**
 * A root for the Functions Framework in a process of its own, as functions/src/cloud.ts is, over a DuckDB file and a folder: the
 * function `ingest`. Its orders are JSON in the environment variable STAGE_ROOT.
 */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { http } from '@google-cloud/functions-framework';
import fetch from 'node-fetch';
import { openDuckDb } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { createIgdbClient } from '@playkin/functions/src/igdb/client.ts';
import { ingest } from '@playkin/functions/src/ingest/ingest.ts';
import { logLine } from '@playkin/functions/src/log.ts';
import { newRunId } from '@playkin/functions/src/runs/run-stage.ts';
import { createStageHandler } from '@playkin/functions/src/runs/stage-handler.ts';
import { stopInTime } from '@playkin/functions/src/runs/stop.ts';
import type { Warehouse } from '@playkin/functions/src/warehouse.ts';

export interface StageRootOrders {
  folder: string;
  baseUrl: string;
  tokenUrl: string;
  /** The warehouse never comes to an end of storing games. */
  hangs: boolean;
}

const { folder, hangs, ...server } = JSON.parse(process.env['STAGE_ROOT'] ?? '{}') as StageRootOrders;
const storage = folderStorage(join(folder, 'bucket'));
const duckDb = await openDuckDb({ path: join(folder, 'warehouse.duckdb'), storage, memoryLimit: '64MB' });
const warehouse: Warehouse = {
  ...duckDb,
  upsert: (table, rows) =>
    hangs && table.name === 'raw_games' && Array.isArray(rows) && rows.length > 0
      ? new Promise(() => undefined)
      : duckDb.upsert(table, rows),
};
const clock = Date.now;
const sleep = (ms: number, signal?: AbortSignal) =>
  wait(ms, undefined, signal === undefined ? {} : { signal });

const handler = createStageHandler({
  stage: 'ingest',
  version: 'test',
  open: () => ({ warehouse, storage }),
  prepare:
    () =>
    async (stores, { runId, stop, renewLease }) => {
      const igdb = createIgdbClient({
        ...server,
        clientId: 'client',
        clientSecret: 'secret',
        requestsPerSecond: Infinity,
        requestTimeoutMs: 30_000,
        fetch,
        clock,
        sleep,
        random: Math.random,
        onRetry: () => undefined,
        signal: stop.signal,
      });
      const deps = { ...stores, igdb, clock, newRunId: () => runId, renewLease, progress: () => undefined };
      return ingest(deps, { mode: 'full', stop });
    },
  settings: () => ({ stageTimeoutMs: 30 * 60_000, projectId: 'project' }),
  newRunId: () => newRunId(clock),
  begin: stopInTime({ target: process, sleep }),
  clock,
  sleep,
  log: (entry) => void process.stdout.write(logLine(entry)),
});
http('ingest', handler);
