import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Response } from '@google-cloud/functions-framework';
import type { Problem } from '@playkin/shared/api.ts';

/**
 * Keeps the Functions Framework from parsing the body of a request. It does so before it calls a function, up to 1 GB, and answers one
 * that it cannot parse in HTML. These headers tell it that there is a body; Node has read what it needs of them.
 */
export function leaveBody({ headers }: IncomingMessage): void {
  delete headers['content-length'];
  delete headers['transfer-encoding'];
}

/** A request cannot be answered. The handler catches this and answers with {@link sendProblem}. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly status: number;
  readonly parameter: string | undefined;

  /**
   * @param status HTTP status, 4xx or 5xx
   * @param detail a sentence for people: what was expected, what was found
   * @param parameter the query parameter at fault, where one is
   */
  constructor(status: number, detail: string, parameter?: string) {
    super(detail);
    this.status = status;
    this.parameter = parameter;
  }
}

/** Answers with an RFC 9457 problem. Its type says no more than the status does, hence about:blank. */
export function sendProblem(res: Response, { status, message, parameter }: ProblemError): void {
  const problem: Problem = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: message,
    ...(parameter !== undefined && { parameter }),
  };
  sendJson(res, status, 'application/problem+json; charset=utf-8', problem);
}

/** Answers with the body and nothing of Express's own: no ETag, which the caller may have set. */
function sendJson(res: Response, status: number, contentType: string, body: object): void {
  res.statusCode = status;
  res.setHeader('content-type', contentType);
  const bytes = Buffer.from(JSON.stringify(body));
  res.setHeader('content-length', bytes.length);
  res.end(bytes);
}
