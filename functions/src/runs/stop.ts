import type { Sleep } from '../clock.ts';
import type { Stage } from '../stages.ts';
import { unlessAborted } from '../streams.ts';

/** How a stage is asked to end before its time. The reason of both signals is a {@link StageStoppedError}. */
export interface Stop {
  /** Aborted when the stage is to stop at its next boundary: a batch, a table, a file. */
  signal: AbortSignal;
  /** Aborted when it is to wait no longer for what is under way there, and only to record how far it has come. */
  cutoff: AbortSignal;
}

/** A stage was stopped at a boundary; what it had stored by then is kept. */
export class StageStoppedError extends Error {
  override name = 'StageStoppedError';
  readonly reason: 'deadline' | 'SIGTERM';

  constructor(stage: Stage, reason: StageStoppedError['reason']) {
    super(
      reason === 'deadline'
        ? `${stage} was stopped shortly before its time-out; call it again.`
        : `${stage} was stopped because its instance is shut down; call it again.`,
    );
    this.reason = reason;
  }
}

/**
 * A step up to the next boundary.
 *
 * @throws the reason of the stop: instead of beginning the step, and in the middle of it when it is cut off
 */
export async function untilStopped<T>(stop: Stop | undefined, step: () => Promise<T>): Promise<T> {
  if (stop === undefined) return step();
  stop.signal.throwIfAborted();
  return unlessAborted(step(), stop.cutoff);
}

/** After the wish that a stage stop, in milliseconds. */
interface Patience {
  /** Until it is cut off. */
  cutoffMs: number;
  /** Until nobody waits for it any longer: the lease is released, and its row stays as it is. */
  giveUpMs: number;
}

/** Of the three minutes that are left then: a batch takes BigQuery a minute at most. */
const AT_DEADLINE: Patience = { cutoffMs: 120_000, giveUpMs: 150_000 };
/** Cloud Run kills ten seconds after SIGTERM. */
const AT_SIGTERM: Patience = { cutoffMs: 4_000, giveUpMs: 7_000 };

/** How long before its time-out a stage is asked to stop. */
const STOP_BEFORE_TIMEOUT_MS = 3 * 60_000;

export interface StageEnding {
  stop: Stop;
  /** Aborted when nobody waits for the stage any longer. */
  giveUp: AbortSignal;
  /** To be called when the stage has been answered for: a SIGTERM that came meanwhile takes its course. */
  end(): void;
}

export interface StopOptions {
  target: Pick<NodeJS.Process, 'pid' | 'kill' | 'listeners' | 'on' | 'off' | 'removeAllListeners'>;
  sleep: Sleep;
}

/** Begins a stage, which is to be over after that many milliseconds. */
export type BeginStage = (stage: Stage, timeoutMs: number) => StageEnding;

/**
 * Stops stages in time: {@link STOP_BEFORE_TIMEOUT_MS} before they would be timed out, and on SIGTERM.
 *
 * The Functions Framework ends the process at once when SIGTERM comes. While a stage is at work its listeners are taken off, and
 * what they do is done afterwards.
 */
export function stopInTime({ target, sleep }: StopOptions): BeginStage {
  const atWork = new Set<() => void>();
  let deferred: NodeJS.SignalsListener[] = [];
  let terminated = false;
  const onSigterm = () => {
    terminated = true;
    for (const stop of atWork) stop();
  };
  // One listener is added before another is taken off. A signal that has come in waits for the event loop; with its last listener
  // gone Node closes the handle it waits at, and it is lost: nobody hears of it, and the process goes on until it is killed.
  const takeOver = () => {
    deferred = target.listeners('SIGTERM') as NodeJS.SignalsListener[];
    target.on('SIGTERM', onSigterm);
    for (const listener of deferred) target.off('SIGTERM', listener);
  };
  const giveBack = () => {
    for (const listener of deferred) target.on('SIGTERM', listener);
    target.off('SIGTERM', onSigterm);
    if (terminated) target.kill(target.pid, 'SIGTERM');
  };

  return (stage, timeoutMs) => {
    const [stop, cutoff, giveUp, ended] = Array.from({ length: 4 }, () => new AbortController()) as [
      AbortController,
      AbortController,
      AbortController,
      AbortController,
    ];
    const after = (ms: number, call: () => void) => {
      sleep(ms, ended.signal).then(
        () => {
          if (!ended.signal.aborted) call();
        },
        () => undefined,
      );
    };
    const ask = (reason: StageStoppedError['reason'], { cutoffMs, giveUpMs }: Patience) => {
      const error = new StageStoppedError(stage, reason);
      stop.abort(error);
      after(cutoffMs, () => {
        cutoff.abort(error);
      });
      after(giveUpMs, () => {
        giveUp.abort(error);
      });
    };
    const terminate = () => {
      ask('SIGTERM', AT_SIGTERM);
    };
    if (atWork.size === 0) takeOver();
    atWork.add(terminate);
    after(timeoutMs - STOP_BEFORE_TIMEOUT_MS, () => {
      ask('deadline', AT_DEADLINE);
    });
    return {
      stop: { signal: stop.signal, cutoff: cutoff.signal },
      giveUp: giveUp.signal,
      end() {
        ended.abort();
        atWork.delete(terminate);
        if (atWork.size === 0) giveBack();
      },
    };
  };
}
