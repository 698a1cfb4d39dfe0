import type { DuckDbWarehouse } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import type { LogEntry } from '@playkin/functions/src/log.ts';
import type { ProgressUpdate } from '@playkin/functions/src/progress/progress.ts';
import { similarity } from '@playkin/functions/src/similarity/similarity.ts';
import { rawTable } from '@playkin/functions/src/tables.ts';
import { openMemory, rawGame } from '../support/memory-warehouse.ts';
import { nastyGames } from '../support/nasty-games.ts';
import { ODD_GAMES } from '../support/odd-games.ts';
import { type RecordingStorage, recordingStorage } from './recording-storage.ts';

export interface Published {
  warehouse: DuckDbWarehouse;
  storage: RecordingStorage;
  updates: ProgressUpdate[];
  clock: () => number;
  newRunId: () => string;
  progress: (update: ProgressUpdate) => void;
  logged: LogEntry[];
  log: (entry: LogEntry) => void;
  force: boolean;
}

/** A memory warehouse in which similarity has run, as run-1, and what the next stage needs beside it. */
export async function similarityDone(): Promise<Published> {
  const warehouse = await openMemory();
  const updates: ProgressUpdate[] = [];
  const logged: LogEntry[] = [];
  let [seconds, runs] = [0, 0];
  const deps: Published = {
    warehouse,
    storage: recordingStorage(),
    updates,
    clock: () => Date.parse('2026-03-01T00:00:00Z') + 1000 * seconds++,
    newRunId: () => `run-${++runs}`,
    progress: (update) => updates.push(update),
    logged,
    log: (entry) => logged.push(entry),
    force: false,
  };
  await warehouse.upsert(rawTable('raw_games'), [...ODD_GAMES, ...nastyGames(90, 5)].map(rawGame));
  await similarity(deps);
  return deps;
}
