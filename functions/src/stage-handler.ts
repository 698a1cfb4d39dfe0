import type { HttpFunction } from '@google-cloud/functions-framework';
import type { Problem } from '@playkin/shared/api.ts';
import { failure, type Log } from './log.ts';
import type { Stage } from './progress.ts';
import type { Readiness } from './upstream.ts';

export interface StageHandlerOptions {
  stage: Stage;
  readiness: () => Promise<Readiness>;
  /** Does the stage's work and tells what it did. */
  run: () => Promise<object>;
  log: Log;
}

/**
 * The function that Cloud Scheduler calls: POST runs the stage. 200 with its summary, or with `skipped` when nothing is new;
 * 409 when the upstream stage has not finished; 500 when the stage failed, which the table runs and the log explain. A call
 * that comes twice does no harm: the second finds nothing new.
 */
export function createStageHandler({ stage, readiness, run, log }: StageHandlerOptions): HttpFunction {
  return async (req, res) => {
    const problem = (status: number, title: string, detail: string) => {
      const body: Problem = { type: 'about:blank', title, status, detail };
      res.status(status).type('application/problem+json').send(JSON.stringify(body));
    };
    if (req.method !== 'POST') {
      res.setHeader('allow', 'POST');
      problem(405, 'Method Not Allowed', `Expected POST, found ${req.method}.`);
      return;
    }
    try {
      const ready = await readiness();
      if (ready.decision === 'wait') {
        log({ severity: 'WARNING', message: ready.reason });
        problem(409, 'Conflict', ready.reason);
      } else if (ready.decision === 'skip') {
        log({ severity: 'INFO', message: ready.reason });
        res.json({ stage, skipped: ready.reason });
      } else {
        const summary = await run();
        log({ severity: 'INFO', message: `${stage} is done: ${JSON.stringify(summary)}` });
        res.json({ stage, ...summary });
      }
    } catch (error) {
      log(failure('ERROR', `${stage} failed`, error));
      problem(500, 'Internal Server Error', `${stage} failed; its row in the table runs says why.`);
    }
  };
}
