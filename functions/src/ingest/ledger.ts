import { isoTime } from '../clock.ts';
import { openArchive, type RunArchive } from './archive/write.ts';
import type { Plan } from './plan.ts';
import { type IngestRun, saveRun, startRun } from './run.ts';
import type { IngestDeps } from './session.ts';

/** The run under way and its row in the table runs. */
export interface Ledger {
  readonly run: Readonly<IngestRun>;
  /** What it receives, and its row. */
  readonly archive: RunArchive;
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
    await archive.keepRun(await saveRun(warehouse, run, bytesBilled()));
  };
  await record({});
  return {
    get run() {
      return run;
    },
    archive,
    record,
  };
}
