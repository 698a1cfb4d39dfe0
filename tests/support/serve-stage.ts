import { setTimeout as wait } from 'node:timers/promises';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import type { LogEntry } from '@playkin/functions/src/log.ts';
import { type Attempt, createStageHandler, type Stores } from '@playkin/functions/src/runs/stage-handler.ts';
import { saveRun } from '@playkin/functions/src/runs/runs-table.ts';
import { stopInTime } from '@playkin/functions/src/runs/stop.ts';
import type { Stage } from '@playkin/functions/src/stages.ts';
import type { Storage } from '@playkin/functions/src/storage.ts';
import { onTestFinished } from 'vitest';
import { openMemory } from './memory-warehouse.ts';
import { serve } from './serve-function.ts';
import { freshFolder } from './temporary-folder.ts';

export interface Past {
  stage: Stage;
  status: string;
}

export interface StageServer {
  /** Calls it as the scheduler does. */
  post(path?: string, init?: RequestInit): Promise<Answered>;
  stores: Stores & { storage: Storage };
  logged: LogEntry[];
}

export interface Answered {
  status: number;
  body: Record<string, unknown>;
  headers: Headers;
}

/**
 * The handler of a stage behind the real framework, with an empty warehouse, whose table `runs` has the past, and a folder.
 *
 * @param prepare gives the stage's work for the parameters of a request
 */
export async function serveStage(
  stage: Stage,
  prepare: (
    query: Readonly<Record<string, unknown>>,
  ) => (stores: Stores, attempt: Attempt) => Promise<object>,
  past: Past[] = [],
  stageTimeoutMs = 30 * 60_000,
): Promise<StageServer> {
  const warehouse = await openMemory();
  const stores = { warehouse, storage: folderStorage(await freshFolder()) };
  for (const [i, row] of past.entries()) {
    await saveRun(warehouse, { run_id: `past-${i}`, started_at: '2026-01-01T00:00:00.000Z', ...row });
  }
  const logged: LogEntry[] = [];
  const sleep = (ms: number, signal?: AbortSignal) =>
    wait(ms, undefined, signal === undefined ? {} : { signal });
  let runs = 0;
  const { origin, close } = await serve(
    createStageHandler({
      stage,
      version: '1a2b3c4',
      open: () => stores,
      prepare,
      settings: () => ({ stageTimeoutMs, projectId: 'project' }),
      newRunId: () => `run-${++runs}`,
      begin: stopInTime({ target: process, sleep }),
      clock: Date.now,
      sleep,
      log: (entry) => logged.push(entry),
    }),
  );
  onTestFinished(async () => {
    await close();
    warehouse.close();
  });
  return {
    stores,
    logged,
    async post(path = '/', init = {}) {
      const response = await fetch(origin + path, { method: 'POST', ...init });
      const body = (await response.json()) as Record<string, unknown>;
      return { status: response.status, body, headers: response.headers };
    },
  };
}
