import type { IngestOrder } from '../support/ingest-process/order.ts';
import { startIngest } from '../support/ingest-process/start.ts';

/** Back-off and pauses shrink to a hundredth: how long they are is tested elsewhere. */
const WAITS = 0.01;
/** Many times what an answer takes on a machine ten times too busy (1 s); each hang costs it. */
const PATIENCE_MS = 5_000;
/** A crawl that is begun so often and does not end never will. */
const MAX_STARTS = 50;

export interface Trouble {
  /** Processes that it took, those included that were killed or gave up. */
  starts: number;
  kills: number;
  /** What the processes that gave up said last. */
  failures: string[];
}

/** At which of its requests a process is killed, from 1, and how long after it: what it has asked for is still to be stored. */
export interface Kill {
  request: number;
  afterMs: number;
}

export interface UntilEndedOptions {
  order: IngestOrder;
  /** When to kill the first process, the second …; those beyond are left alone. */
  kills: readonly Kill[];
  /** Has the listener told of every request to the stand-in, in place of the one before. */
  listen: (listener: () => void) => void;
}

/** Starts ingest again and again until it comes to its end. */
export async function untilEnded({ order, kills, listen }: UntilEndedOptions): Promise<Trouble> {
  const trouble: Trouble = { starts: 0, kills: 0, failures: [] };
  while (trouble.starts < MAX_STARTS) {
    trouble.starts += 1;
    const kill = kills[trouble.kills];
    let requests = 0;
    let timer: NodeJS.Timeout | undefined;
    listen(() => {
      requests += 1;
      if (requests === kill?.request) timer = setTimeout(() => child.kill('SIGKILL'), kill.afterMs);
    });
    const { child, ended } = startIngest({ ...order, waits: WAITS, patienceMs: PATIENCE_MS });
    const { measured, stderr } = await ended;
    clearTimeout(timer);
    if (measured !== undefined) return trouble;
    if (child.signalCode === 'SIGKILL') trouble.kills += 1;
    else trouble.failures.push(stderr.trim().split('\n').at(-1) ?? '');
  }
  throw new Error(`No end after ${MAX_STARTS} starts: ${JSON.stringify(trouble)}`);
}
