import { type Clock, isoTime } from './clock.ts';
import { GAME_FIELDS } from './igdb/fields.ts';
import type { IgdbClient } from './igdb/client.ts';
import { type Batch, inBatches, laterTime } from './ingest/batches.ts';
import { readPastRuns } from './ingest/past-runs.ts';
import { type Plan, planIngest } from './ingest/plan.ts';
import { type Counts, type IngestRun, type Mode, saveRun, startRun } from './ingest/run.ts';
import { storeBatch } from './ingest/store-batch.ts';
import type { Progress } from './progress.ts';
import { rawTable } from './sql.ts';
import type { Warehouse } from './warehouse.ts';

export interface IngestDeps {
  igdb: Pick<IgdbClient, 'pages'>;
  warehouse: Warehouse;
  clock: Clock;
  /** A name for the run, unique, that sorts by time. */
  newRunId: () => string;
  progress: Progress;
  /** Bytes the warehouse billed for this run so far. Default: it bills nothing. */
  bytesBilled?: () => number;
}

export interface IngestOptions {
  /** full: every game; smart: those changed since the last sweep, or every game when there has been none. */
  mode: Mode;
  /** At most this many games; the next run goes on after them. Default: all. */
  limit?: number;
  /** Take what has changed its shape all the same. Default: false. */
  allowDrift?: boolean;
  /** Once aborted, the run ends after the page that comes next; what has come is stored. Default: never. */
  signal?: AbortSignal;
}

export interface IngestSummary extends Counts {
  runId: string;
  /** What was done: full also where smart was asked for and no sweep had been finished. */
  mode: Mode;
  /** Ended by the signal before all games had come. */
  stopped?: true;
}

/**
 * Brings raw_games up to IGDB's state. It may be killed at any moment: the next run goes on after the last batch stored,
 * and storing a batch twice changes nothing.
 *
 * @throws what IGDB or the warehouse threw, after recording it in the table runs
 */
export async function ingest(
  deps: IngestDeps,
  { mode, limit, signal }: IngestOptions,
): Promise<IngestSummary> {
  const { igdb, warehouse, clock, newRunId, bytesBilled = () => 0 } = deps;
  const save = (state: IngestRun) => saveRun(warehouse, state, bytesBilled());
  await createTables(warehouse);
  const plan = planIngest(await readPastRuns(warehouse), mode);
  let run = startRun(newRunId(), plan, isoTime(clock()));
  await save(run);

  const onPage = (received: number, total: number | undefined) => {
    const expected = total === undefined ? limit : Math.min(total, limit ?? total);
    deps.progress({ stage: 'ingest', done: received, ...(expected !== undefined && { total: expected }) });
  };
  try {
    const pages = igdb.pages({
      ...toQuery(plan),
      fields: GAME_FIELDS,
      ...(limit !== undefined && { limit }),
    });
    let final = false;
    for await (const batch of inBatches(untilAborted(pages, signal), run.runId, onPage)) {
      run = addBatch(run, batch, await storeBatch(warehouse, run.runId, batch));
      await save(run);
      ({ final } = batch);
    }
    // Without a last page that says so, the pages ended for want of games unless the limit ended them.
    const stopped = signal?.aborted === true && !final;
    const complete = !stopped && (final || limit === undefined || run.counts.received < limit);
    run = { ...run, status: stopped ? 'stopped' : 'done', complete, finishedAt: isoTime(clock()) };
    await save(run);
    return { runId: run.runId, mode: run.mode, ...run.counts, ...(stopped && { stopped }) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const failed: IngestRun = { ...run, status: 'failed', error: message, finishedAt: isoTime(clock()) };
    // A run left at `running` is gone on from just as well, and it is the first error that tells what happened.
    await save(failed).catch(() => undefined);
    throw error;
  }
}

async function* untilAborted<T>(items: AsyncIterable<T>, signal: AbortSignal | undefined): AsyncGenerator<T> {
  for await (const item of items) {
    yield item;
    if (signal?.aborted === true) return;
  }
}

/** An upsert of no rows makes the table, so that it can be read before anything is in it. */
async function createTables(warehouse: Warehouse): Promise<void> {
  for (const name of ['raw_games', 'rejects', 'runs'] as const) await warehouse.upsert(rawTable(name), []);
}

const toQuery = ({ afterId, changedAfter }: Plan) => ({
  afterId,
  ...(changedAfter !== undefined && { where: `updated_at > ${Math.floor(Date.parse(changedAfter) / 1000)}` }),
});

function addBatch(run: IngestRun, batch: Batch, counts: Counts): IngestRun {
  return {
    ...run,
    cursor: batch.lastId,
    watermark: laterTime(run.watermark, batch.watermark),
    counts: {
      received: run.counts.received + counts.received,
      inserted: run.counts.inserted + counts.inserted,
      updated: run.counts.updated + counts.updated,
      unchanged: run.counts.unchanged + counts.unchanged,
      rejected: run.counts.rejected + counts.rejected,
    },
  };
}
