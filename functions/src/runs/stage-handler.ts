import { finished } from 'node:stream/promises';
import type { HttpFunction, Request, Response } from '@google-cloud/functions-framework';
import type { Clock, Sleep } from '../clock.ts';
import { failure, type Log, traceOf, withContext } from '../log.ts';
import { ProblemError, sendProblem } from '../problem.ts';
import type { Stage } from '../stages.ts';
import type { Storage } from '../storage.ts';
import { unlessAborted } from '../streams.ts';
import type { Warehouse } from '../warehouse.ts';
import { LEASE_MS, LeaseHeldError, STAGES_LEASE, withLease } from './lease.ts';
import { readinessOf } from './readiness.ts';
import { closeDeadRuns } from './runs-table.ts';
import { type BeginStage, type StageEnding, StageStoppedError, type Stop } from './stop.ts';

export interface Stores {
  warehouse: Warehouse;
  /** Where the lease is, and whatever else the stage keeps. */
  storage: Storage;
}

/** One call of a stage that has come so far as to do its work. */
export interface Attempt {
  runId: string;
  /** Adds the stage, the run and the request's trace to every entry. */
  log: Log;
  stop: Stop;
  /** To be called between steps. @throws LeaseLostError */
  renewLease: () => Promise<void>;
}

export interface StageHandlerOptions<Opened extends Stores> {
  stage: Stage;
  /** What the code was built from. */
  version: string;
  /** What the stage works with, for one run. */
  open: (runId: string, log: Log) => Opened;
  /**
   * Reads the parameters of the request's URL and gives the work to do with them, which tells what it did.
   *
   * @throws ProblemError when they make no sense
   */
  prepare: (
    query: Readonly<Record<string, unknown>>,
  ) => (opened: Opened, attempt: Attempt) => Promise<object>;
  /** Called under the lease once the stage has run, or has nothing to do. Default: nothing. */
  settled?: (opened: Opened) => Promise<void>;
  settings: () => {
    /** Of the request, as the platform enforces it. */
    stageTimeoutMs: number;
    projectId: string;
  };
  /** A name for the run, unique, that sorts by time. */
  newRunId: () => string;
  begin: BeginStage;
  clock: Clock;
  sleep: Sleep;
  log: Log;
}

type Outcome =
  | { decision: 'wait'; reason: string }
  | { decision: 'skip'; reason: string }
  | { decision: 'run'; summary: object };

/**
 * The function that Cloud Scheduler calls: POST runs the stage, while no other stage is at work;
 * GET only says which code would. 200 with its summary, which may
 * say that it is not complete, or with `skipped` when nothing is new; 400 when its parameters make no sense; 409 when the upstream
 * stage has not finished, or a stage is under way already; 503 when it was stopped before its end; 500 when it failed, which the
 * table runs and the log explain. A call that comes twice does no harm: the second finds nothing new.
 */
export function createStageHandler<Opened extends Stores>(
  options: StageHandlerOptions<Opened>,
): HttpFunction {
  const { stage, version } = options;
  return async (req, res) => {
    if (req.method === 'GET') {
      res.json({ stage, version });
      return;
    }
    if (req.method !== 'POST') {
      res.setHeader('allow', 'GET, POST');
      sendProblem(res, new ProblemError(405, `Expected POST, found ${req.method}.`));
      return;
    }
    const runId = options.newRunId();
    let log = withContext(options.log, { fields: { stage, runId } });
    let ending: StageEnding | undefined;
    try {
      const { stageTimeoutMs, projectId } = options.settings();
      log = withContext(
        log,
        traceOf((name) => req.get(name), projectId),
      );
      ending = options.begin(stage, stageTimeoutMs);
      answer(res, stage, await attempt(options, req, { runId, log, ending }), log, ending.stop);
    } catch (error) {
      answerError(res, stage, error, log);
    } finally {
      // The process may be ended with it, so the caller gets the answer first.
      await finished(res).catch(() => undefined);
      ending?.end();
    }
  };
}

async function attempt<Opened extends Stores>(
  { stage, open, prepare, settled, clock, sleep }: StageHandlerOptions<Opened>,
  req: Request,
  { runId, log, ending }: { runId: string; log: Log; ending: StageEnding },
): Promise<Outcome> {
  const work = prepare(req.query);
  const opened = open(runId, log);
  const lease = {
    storage: opened.storage,
    name: STAGES_LEASE,
    holder: `${stage} run ${runId}`,
    clock,
    sleep,
    ttlMs: LEASE_MS,
    // Whether another instance is still alive nobody can know here: its lease expires.
    isGone: () => false,
    warn: (message: string) => {
      log({ severity: 'WARNING', message });
    },
  };
  return withLease(lease, ({ renew }) => {
    const run = async (): Promise<Outcome> => {
      await closeDeadRuns(opened.warehouse);
      const ready = await readinessOf(opened.warehouse, stage);
      if (ready.decision === 'wait') return { ...ready, decision: ready.decision };
      if (ready.decision === 'skip') {
        await settled?.(opened);
        return { ...ready, decision: ready.decision };
      }
      const summary = await work(opened, { runId, log, stop: ending.stop, renewLease: renew });
      await settled?.(opened);
      return { decision: 'run', summary };
    };
    return unlessAborted(run(), ending.giveUp);
  });
}

function answer(res: Response, stage: Stage, outcome: Outcome, log: Log, { signal }: Stop): void {
  if (outcome.decision === 'wait') {
    conflict(res, outcome.reason, log);
  } else if (outcome.decision === 'skip') {
    log({ severity: 'INFO', message: outcome.reason });
    res.json({ stage, skipped: outcome.reason });
  } else {
    const { summary } = outcome;
    const { stopped, rejected } = summary as { stopped?: unknown; rejected?: unknown };
    const message = `${stage} is ${stopped === true ? 'stopped' : 'done'}: ${JSON.stringify(summary)}`;
    // An alert looks at what was rejected.
    log({ severity: 'INFO', message, fields: typeof rejected === 'number' ? { rejected } : {} });
    // At its deadline a stage has done what it can; an instance that is shut down has not, and whoever called it may call again.
    if (stopped === true && isSigterm(signal.reason)) throw signal.reason;
    res.json({ stage, ...summary });
  }
}

const isSigterm = (reason: unknown): reason is StageStoppedError =>
  reason instanceof StageStoppedError && reason.reason === 'SIGTERM';

function conflict(res: Response, reason: string, log: Log): void {
  log({ severity: 'WARNING', message: reason });
  sendProblem(res, new ProblemError(409, reason));
}

function answerError(res: Response, stage: Stage, error: unknown, log: Log): void {
  if (error instanceof LeaseHeldError) {
    conflict(res, error.message, log);
  } else if (error instanceof ProblemError) {
    sendProblem(res, error);
  } else if (error instanceof StageStoppedError) {
    log({ severity: 'WARNING', message: error.message });
    sendProblem(res, new ProblemError(503, error.message));
  } else {
    log(failure('ERROR', `${stage} failed`, error));
    sendProblem(res, new ProblemError(500, `${stage} failed; its row in the table runs says why.`));
  }
}
