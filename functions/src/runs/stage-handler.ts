import type { HttpFunction } from '@google-cloud/functions-framework';
import { failure, type Log } from '../log.ts';
import { ProblemError, sendProblem } from '../problem.ts';
import type { Stage } from '../stages.ts';
import { LeaseHeldError } from './lease.ts';
import type { Readiness } from './readiness.ts';

export interface StageHandlerOptions {
  stage: Stage;
  /** What the code was built from. */
  version: string;
  readiness: () => Promise<Readiness>;
  /**
   * Does the stage's work and tells what it did.
   *
   * @param query the parameters of the request's URL
   * @throws ProblemError when they make no sense
   */
  run: (query: Readonly<Record<string, unknown>>) => Promise<object>;
  log: Log;
}

/**
 * The function that Cloud Scheduler calls: POST runs the stage, GET only says which code would. 200 with its summary, or with `skipped` when nothing is new;
 * 400 when its parameters make no sense; 409 when the upstream stage has not finished, or the stage itself is under way
 * already; 500 when the stage failed, which the table runs and the log explain. A call that comes twice does no harm: the
 * second finds nothing new.
 */
export function createStageHandler({
  stage,
  version,
  readiness,
  run,
  log,
}: StageHandlerOptions): HttpFunction {
  return async (req, res) => {
    const conflict = (reason: string) => {
      log({ severity: 'WARNING', message: reason });
      sendProblem(res, new ProblemError(409, reason));
    };
    if (req.method === 'GET') {
      res.json({ stage, version });
      return;
    }
    if (req.method !== 'POST') {
      res.setHeader('allow', 'GET, POST');
      sendProblem(res, new ProblemError(405, `Expected POST, found ${req.method}.`));
      return;
    }
    try {
      const ready = await readiness();
      if (ready.decision === 'wait') {
        conflict(ready.reason);
      } else if (ready.decision === 'skip') {
        log({ severity: 'INFO', message: ready.reason });
        res.json({ stage, skipped: ready.reason });
      } else {
        const summary = await run(req.query);
        const message = `${stage} is done: ${JSON.stringify(summary)}`;
        log({ severity: 'INFO', message, fields: { stage, ...rejectedOf(summary) } });
        res.json({ stage, ...summary });
      }
    } catch (error) {
      if (error instanceof LeaseHeldError) {
        conflict(error.message);
        return;
      }
      if (error instanceof ProblemError) {
        sendProblem(res, error);
        return;
      }
      log({ ...failure('ERROR', `${stage} failed`, error), fields: { stage } });
      sendProblem(res, new ProblemError(500, `${stage} failed; its row in the table runs says why.`));
    }
  };
}

/** An alert looks at it. */
function rejectedOf(summary: object) {
  const { rejected } = summary as { rejected?: unknown };
  return typeof rejected === 'number' ? { rejected } : {};
}
