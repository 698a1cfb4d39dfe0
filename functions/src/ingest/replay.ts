import type { Progress } from '../progress/progress.ts';
import { type RunDeps, runStage } from '../runs/run-stage.ts';
import { closeDeadRuns, saveRun } from '../runs/runs-table.ts';
import type { Storage } from '../storage.ts';
import { prefetch } from '../streams.ts';
import { rawTable } from '../tables.ts';
import { inBatches } from './batches.ts';
import { addCounts, checkSums, type Counts, NO_COUNTS } from './run.ts';
import { removeGames, storeNews } from './store.ts';
import { type ArchivedRun, countsOf, readRemovals, storedPages } from './archive/read.ts';

export interface ReplayDeps extends RunDeps {
  /** Where the archive is. */
  storage: Storage;
  progress: Progress;
}

export interface ReplaySummary extends Counts {
  runId: string;
  mode: typeof REPLAY_MODE;
  /** Runs of the archive. */
  runs: number;
}

/** The mode of a replay's own row of the table runs, by which the next run knows that it asked IGDB nothing. */
const REPLAY_MODE = 'replay';

/** Pages unpacked while the warehouse stores earlier ones. */
const PAGES_AHEAD = 4;

/**
 * Stores what the runs of an archive received, asking nobody: in a warehouse without games, it makes raw_games, rejects and
 * the rows of runs what they were when the archive was written, but for rejects whose partition has expired (90 days). Games that the warehouse has heard of later than the archive
 * stay as they are, so that a second replay changes nothing.
 *
 * @param runs in the order of their ids
 * @throws Error naming the file that is damaged, after recording it in the table runs
 */
export async function replay(deps: ReplayDeps, runs: readonly ArchivedRun[]): Promise<ReplaySummary> {
  for (const name of ['raw_games', 'rejects'] as const) await deps.warehouse.upsert(rawTable(name), []);
  const total = runs.reduce((sum, run) => sum + (countsOf(run)?.received ?? 0), 0);
  const { runId, counts } = await runStage(
    deps,
    'ingest',
    async () => {
      let counts = { ...NO_COUNTS, runs: runs.length };
      for (const run of runs) {
        const before = counts.received;
        const removed = await replayRun(deps, run, {
          onPage: (received) => {
            deps.progress({ stage: 'ingest', done: before + received, total, note: `run ${run.runId}` });
          },
          onBatch: (batch) => {
            counts = { ...counts, ...addCounts(counts, batch) };
          },
        });
        counts = { ...counts, removed: counts.removed + removed };
      }
      checkSums(counts);
      await closeDeadRuns(deps.warehouse);
      return { counts };
    },
    REPLAY_MODE,
  );
  return { runId, mode: REPLAY_MODE, ...counts };
}

interface Listener {
  /** Told how many records of the run have come so far. */
  onPage: (received: number) => void;
  onBatch: (counts: Counts) => void;
}

/** @returns how many games it marked as gone */
async function replayRun(
  { warehouse, storage }: ReplayDeps,
  run: ArchivedRun,
  { onPage, onBatch }: Listener,
): Promise<number> {
  const pages = prefetch(storedPages(storage, run), PAGES_AHEAD);
  for await (const batch of inBatches(pages, run.runId, 0, onPage)) {
    onBatch(await storeNews(warehouse, run.runId, batch));
  }
  let removed = 0;
  const removals = Map.groupBy(await readRemovals(storage, run), ({ removed_at }) => removed_at);
  for (const [removedAt, games] of removals) {
    const ids = games.map(({ id }) => id);
    removed += await removeGames(warehouse, ids, removedAt);
  }
  // Last: a run whose row is there has been replayed whole.
  if (run.row !== undefined) await saveRun(warehouse, run.row);
  return removed;
}
