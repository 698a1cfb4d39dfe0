import type fetchType from 'node-fetch';
import type { Clock } from '../clock.ts';
import { IgdbError, type IgdbErrorDetails } from './error.ts';
import { nextStep } from './next-step.ts';
import { redact } from './redact.ts';
import { retryAfterMs } from './retry-after.ts';

/** node-fetch's. */
export type Fetch = typeof fetchType;

export interface Http {
  fetch: Fetch;
  clock: Clock;
  /** For one exchange, up to the last byte of the answer. */
  requestTimeoutMs: number;
}

export interface Question<T> {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Credentials that no error may repeat. */
  secrets: readonly string[];
  /** A good answer holds a secret itself, so an error about it may show no part of it. */
  answerIsSecret: boolean;
  /** Takes what is needed from the JSON of a good answer, or says what is wrong with it. */
  read: (json: unknown, header: (name: string) => string | null) => Reading<T>;
}

export type Reading<T> = { value: T } | { problem: string };

/** Cloudflare, in front of IGDB, bans some clients by this header. */
const USER_AGENT = 'Playkin/0.1 (game recommendations; node-fetch)';

/** Enough of an answer to recognise it by. */
const EXCERPT_CHARACTERS = 300;

/**
 * Sends one POST and reads its answer.
 *
 * @param attempt which attempt this is, from 1; for the error
 * @throws {@link IgdbError} for any outcome but a good answer that could be read
 */
export async function post<T>(http: Http, question: Question<T>, attempt: number): Promise<T> {
  const hide = (text: string) => redact(text, question.secrets);
  const failure = (problem: string, details: Omit<IgdbErrorDetails, 'url' | 'requestBody' | 'attempts'>) =>
    new IgdbError(problem, {
      ...details,
      url: hide(question.url),
      requestBody: hide(question.body),
      attempts: attempt,
      // Hidden before it is cut: the cut could leave the beginning of a secret, which nothing would recognise.
      excerpt: hide(details.excerpt).slice(0, EXCERPT_CHARACTERS),
    });

  const answer = await exchange(http, question).catch((error: unknown) => {
    // The error is not kept as the cause: whatever it carries would be printed with it.
    const problem = hide(error instanceof Error ? error.message : String(error));
    throw failure(problem, { excerpt: '', nextStep: 'Check the network and the URL.', retryable: true });
  });
  const { status, headers, text } = answer;
  if (status < 200 || status > 299) {
    throw failure(`status ${status}`, {
      status,
      excerpt: text,
      nextStep: nextStep(status, text),
      retryable: status === 429 || status >= 500,
      retryAfterMs: retryAfterMs(headers.get('retry-after'), http.clock()),
    });
  }
  const reading = readJson(text, (json) => question.read(json, (name) => headers.get(name)));
  if ('value' in reading) return reading.value;
  throw failure(reading.problem, {
    status,
    excerpt: question.answerIsSecret ? '' : text,
    nextStep: nextStep(status, text),
    // Half an answer, or the page of a proxy: both pass.
    retryable: true,
  });
}

async function exchange({ fetch, requestTimeoutMs }: Http, { url, headers, body }: Question<unknown>) {
  const signal = AbortSignal.timeout(requestTimeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { Accept: 'application/json', 'User-Agent': USER_AGENT, ...headers },
      body,
      // Followed, a redirect could turn the POST into a GET and take the credentials to another host.
      redirect: 'manual',
      signal,
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    throw signal.aborted ? new Error(`no whole answer within ${requestTimeoutMs} ms`) : error;
  }
}

function readJson<T>(text: string, read: (json: unknown) => Reading<T>): Reading<T> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: 'the answer is not JSON' };
  }
  return read(json);
}
