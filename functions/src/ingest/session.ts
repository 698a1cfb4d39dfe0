import { type Clock, isoTime } from '../clock.ts';
import type { IgdbClient } from '../igdb/client.ts';
import type { Log } from '../log.ts';
import type { Progress } from '../progress/progress.ts';
import type { Storage } from '../storage.ts';
import { saveRun } from '../runs/runs-table.ts';
import type { Warehouse } from '../warehouse.ts';
import { openArchive, type RunArchive } from './archive/write.ts';
import type { Stop } from '../runs/stop.ts';
import type { BatchSize } from './batches.ts';
import type { Plan } from './plan.ts';
import { type IngestRun, NO_COUNTS, toRow } from './run.ts';
import type { CheckChanges } from './store.ts';

export interface IngestDeps {
  /** Told when the row of a run that failed could not be saved. Default: nobody is. */
  log?: Log;
  igdb: IgdbClient;
  warehouse: Warehouse;
  /** Where webhooks leave their ids, and the run all that it receives. */
  storage: Storage;
  clock: Clock;
  /** A name for the run, unique, that sorts by time. */
  newRunId: () => string;
  progress: Progress;
  /** Called before each batch is stored. @throws when another run has taken over */
  renewLease: () => Promise<void>;
  /** When a batch is full. Default: as suits a warehouse in the same process. */
  batch?: BatchSize;
  /** Bytes the warehouse billed for this run so far. Default: it bills nothing. */
  bytesBilled?: () => number;
}

/** What the steps of one ingest run share. */
export interface Session extends IngestDeps {
  plan: Plan;
  ledger: Ledger;
  check: CheckChanges;
  allowDrift: boolean;
  stop: Stop;
}

/** The run under way and its row in the table runs. */
export interface Ledger {
  readonly run: Readonly<IngestRun>;
  /** What it receives, and its row. */
  readonly archive: RunArchive;
  /** Ids of the records that it has rejected so far. */
  readonly rejected: Set<number>;
  /** Changes the run, and then its row. */
  record(change: Partial<IngestRun>): Promise<void>;
}

/** Begins a run and writes its row. */
export async function openLedger(
  { warehouse, storage, clock, newRunId, bytesBilled = () => 0 }: IngestDeps,
  plan: Plan,
): Promise<Ledger> {
  let run = startRun(newRunId(), plan, isoTime(clock()));
  const archive = openArchive(storage, run);
  const record = async (change: Partial<IngestRun>) => {
    run = { ...run, ...change };
    const row = toRow(run, bytesBilled());
    await saveRun(warehouse, row);
    await archive.keepRun(row);
  };
  await record({});
  return {
    get run() {
      return run;
    },
    archive,
    rejected: new Set(),
    record,
  };
}

export function startRun(runId: string, plan: Plan, startedAt: string): IngestRun {
  return {
    runId,
    mode: plan.mode,
    status: 'running',
    startedAt,
    finishedAt: null,
    cursor: plan.afterId === 0 ? null : plan.afterId,
    watermark: plan.watermark,
    counts: NO_COUNTS,
    sweep: plan.sweep,
    complete: false,
    error: null,
  };
}
