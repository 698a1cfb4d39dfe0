import { STATUS_CODES } from 'node:http';
import type { Response } from '@google-cloud/functions-framework';
import type { Problem } from '@playkin/shared/api.ts';

/**
 * Answers with an RFC 9457 problem, whose type says no more than the status does.
 *
 * @param detail a sentence for people: what was expected, what was found
 */
export function sendProblem(res: Response, status: number, detail: string): void {
  const body: Problem = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail };
  res.status(status).type('application/problem+json').send(JSON.stringify(body));
}
