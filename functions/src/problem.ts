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

/** Thrown by whatever finds that a request cannot be answered; the handler answers with it. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly status: number;
  readonly parameter: string | undefined;

  /** @param detail a sentence for people: what was expected, what was found */
  constructor(status: number, detail: string, parameter?: string) {
    super(detail);
    this.status = status;
    this.parameter = parameter;
  }
}

/** The body of an RFC 9457 answer. Its type says no more than the status does, hence about:blank. */
export function problemBody({ status, message, parameter }: ProblemError): Problem {
  const title = STATUS_CODES[status] ?? 'Error';
  return {
    type: 'about:blank',
    title,
    status,
    detail: message,
    ...(parameter !== undefined && { parameter }),
  };
}

/** A request asks for something that there is not. */
export class RequestError extends Error {
  override name = 'RequestError';
}
