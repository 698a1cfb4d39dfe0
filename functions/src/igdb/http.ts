import { isUtf8 } from 'node:buffer';
import type fetchType from 'node-fetch';
import type { Clock } from '../clock.ts';
import { IgdbError, type IgdbErrorDetails } from './error.ts';
import { nextStep, type Service } from './next-step.ts';
import { explainNoAnswer } from './next-step.ts';
import { redact } from './redact.ts';
import { retryAfterMs } from './retry.ts';

/** node-fetch's. */
export type Fetch = typeof fetchType;

export interface Http {
  fetch: Fetch;
  clock: Clock;
  /** For one exchange, up to the last byte of the answer. */
  requestTimeoutMs: number;
  /** The signal that is aborted after so long. Default: `AbortSignal.timeout`. */
  timeoutSignal?: (ms: number) => AbortSignal;
}

export interface Question<T> {
  service: Service;
  url: string;
  headers: Record<string, string>;
  body: string;
  /** What of the body an error shows. */
  summary: string;
  /** Credentials that no error may repeat. */
  secrets: readonly string[];
  /** A good answer holds a secret itself, so an error about it may show no part of it. */
  answerIsSecret: boolean;
  /** Takes what is needed from a good answer's JSON, or says what is wrong with it. */
  read: Read<T>;
  /** Ends the exchange. */
  signal?: AbortSignal | undefined;
}

type Read<T> = (json: unknown, header: Header) => Reading<T>;
/** A header of the answer; null where it has none of that name. */
type Header = (name: string) => string | null;
export type Reading<T> = { value: T } | { problem: string };

/** Cloudflare, in front of IGDB, bans some clients by this header. */
const USER_AGENT = 'Playkin/0.1 (game recommendations; node-fetch)';

/** Enough of an answer to recognise it by. */
const EXCERPT_CHARACTERS = 300;
/** Where a list of ids follows, the first of them do. */
const SUMMARY_CHARACTERS = 200;

/**
 * Sends one POST and reads its answer.
 *
 * @param attempt which attempt this is, from 1; for the error
 * @throws {@link IgdbError} for any outcome but a good answer that could be read; the reason of the question's signal
 *   when it is aborted
 */
export async function post<T>(http: Http, question: Question<T>, attempt: number): Promise<T> {
  return ask(http, question, attempt, (text, header) =>
    readJson(text, (json) => question.read(json, header)),
  );
}

/** Sends one POST whose good answer has no body. Throws as {@link post} does. */
export const postWithoutAnswer = (http: Http, question: Omit<Question<void>, 'read'>): Promise<void> =>
  ask(http, question, 1, () => ({ value: undefined }));

async function ask<T>(
  http: Http,
  question: Omit<Question<T>, 'read'>,
  attempt: number,
  readAnswer: (text: string, header: Header) => Reading<T>,
): Promise<T> {
  const hide = (text: string) => redact(text, question.secrets);
  const failure = (
    problem: string,
    details: Omit<IgdbErrorDetails, 'url' | 'requestBody' | 'summary' | 'attempts'>,
  ) =>
    new IgdbError(problem, {
      ...details,
      url: hide(question.url),
      requestBody: hide(question.body),
      summary: hide(question.summary).slice(0, SUMMARY_CHARACTERS),
      attempts: attempt,
      // Hidden before it is cut: the cut could leave the beginning of a secret, which nothing would recognise.
      excerpt: hide(details.excerpt).slice(0, EXCERPT_CHARACTERS),
    });

  const answer = await exchange(http, question).catch((error: unknown) => {
    question.signal?.throwIfAborted();
    // The error is not kept as the cause: whatever it carries would be printed with it.
    const { problem, nextStep: step } = explainNoAnswer(question.service, question.url, error);
    throw failure(hide(problem), { excerpt: '', nextStep: hide(step), retryable: true });
  });
  const { status, headers, bytes } = answer;
  const text = new TextDecoder().decode(bytes);
  if (status < 200 || status > 299) {
    throw failure(`status ${status}`, {
      status,
      excerpt: text,
      nextStep: nextStep(question.service, status, text, attempt),
      retryable: status === 429 || status >= 500,
      retryAfterMs: retryAfterMs(headers.get('retry-after'), http.clock()),
    });
  }
  const reading = isUtf8(bytes)
    ? readAnswer(text, (name) => headers.get(name))
    : { problem: 'the answer is not UTF-8' };
  if ('value' in reading) return reading.value;
  throw failure(reading.problem, {
    status,
    excerpt: question.answerIsSecret ? '' : text,
    nextStep: nextStep(question.service, status, text, attempt),
    // Half an answer, or the page of a proxy: both pass.
    retryable: true,
  });
}

async function exchange(
  { fetch, requestTimeoutMs, timeoutSignal = (ms) => AbortSignal.timeout(ms) }: Http,
  { url, headers, body, signal }: Omit<Question<unknown>, 'read'>,
) {
  // node-fetch destroys the body of a request whose signal is aborted already, and nobody can catch that stream's error.
  signal?.throwIfAborted();
  const timeout = timeoutSignal(requestTimeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { Accept: 'application/json', 'User-Agent': USER_AGENT, ...headers },
      body,
      // Followed, a redirect could turn the POST into a GET and take the credentials to another host.
      redirect: 'manual',
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, bytes };
  } catch (error) {
    throw timeout.aborted ? new Error(`no whole answer within ${requestTimeoutMs} ms`) : error;
  }
}

function readJson<T>(text: string, read: (json: unknown) => Reading<T>): Reading<T> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    const isHtml = text.trimStart().startsWith('<');
    return { problem: isHtml ? 'the answer is HTML, not JSON' : 'the answer is not JSON, or not all of it' };
  }
  return read(json);
}
