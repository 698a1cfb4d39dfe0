import type { IngestOrder } from '../ingest-process/order.ts';
import { startIngest } from '../ingest-process/start.ts';

/** Back-off and pauses shrink to a hundredth: how long they are is tested elsewhere. */
const WAITS = 0.01;
/** Many times what an answer takes on a busy machine; each hang costs it. */
const PATIENCE_MS = 1_000;
/** A crawl that is begun so often and does not end never will. */
const MAX_STARTS = 50;

export interface Trouble {
  /** Processes that it took, those included that were killed or gave up. */
  starts: number;
  kills: number;
  /** What the processes that gave up said last. */
  failures: string[];
}

export interface UntilEndedOptions {
  order: IngestOrder;
  /** When to kill the first process, the second …: how long after its first request. The next one is left alone. */
  killsAfterMs: readonly number[];
  /** Resolves when the stand-in is next asked for something: the process is at work. */
  nextRequest: () => Promise<void>;
}

/** Starts ingest again and again until it comes to its end. */
export async function untilEnded({ order, killsAfterMs, nextRequest }: UntilEndedOptions): Promise<Trouble> {
  const trouble: Trouble = { starts: 0, kills: 0, failures: [] };
  while (trouble.starts < MAX_STARTS) {
    trouble.starts += 1;
    const { child, ended } = startIngest({ ...order, waits: WAITS, patienceMs: PATIENCE_MS });
    let timer: NodeJS.Timeout | undefined;
    const afterMs = killsAfterMs[trouble.kills];
    if (afterMs !== undefined) {
      void nextRequest().then(() => (timer = setTimeout(() => child.kill('SIGKILL'), afterMs)));
    }
    const { measured, stderr } = await ended;
    clearTimeout(timer);
    if (measured !== undefined) return trouble;
    if (child.signalCode === 'SIGKILL') trouble.kills += 1;
    else trouble.failures.push(stderr.trim().split('\n').at(-1) ?? '');
  }
  throw new Error(`No end after ${MAX_STARTS} starts: ${JSON.stringify(trouble)}`);
}
