import { IgdbError } from './error.ts';
import { type Http, post, type Question } from './http.ts';
import type { RateLimit } from './rate-limit.ts';
import { type RetryDeps, withRetry } from './retry.ts';
import type { TokenOptions, Tokens } from './token.ts';

/**
 * Asks one IGDB endpoint, `games` say, with a query, and reads the answer.
 *
 * @param signal ends the request and the waits for it; its reason is thrown. Default: the client's
 */
export type Ask = <T>(
  endpoint: string,
  query: string,
  read: Question<T>['read'],
  signal?: AbortSignal,
) => Promise<T>;

export interface AskOptions extends TokenOptions {
  /** Without a slash at its end; IGDB: https://api.igdb.com/v4. */
  baseUrl: string;
}

/**
 * New tokens for one request. IGDB ends a token early when more than 25 of the application are alive, perhaps more than
 * once while a request is retried; credentials that are wrong are refused with every token.
 */
const MAX_RENEWALS = 3;

/** Every request to IGDB goes through here: within the rate limit, with a token, and again where that may help. */
export function createAsk(
  http: Http,
  retry: RetryDeps,
  tokens: Tokens,
  rateLimit: RateLimit,
  options: AskOptions,
): Ask {
  const { baseUrl, clientId, clientSecret } = options;
  return async (endpoint, query, read, signal = options.signal) => {
    const question = (token: string) => ({
      service: 'IGDB' as const,
      url: `${baseUrl}/${endpoint}`,
      headers: { 'Client-ID': clientId, Authorization: `Bearer ${token}`, 'Content-Type': 'text/plain' },
      body: query,
      summary: query.replace(FIELDS, ''),
      secrets: [clientId, clientSecret, token],
      answerIsSecret: false,
      read,
      signal,
    });

    let renewals = 0;
    for (;;) {
      let token = await tokens.get();
      const send = (attempt: number) =>
        rateLimit(() => {
          // Another request may have renewed it while this one waited for its turn.
          token = tokens.current() ?? token;
          return post(http, question(token), attempt);
        }, signal);
      try {
        return await withRetry(retry, send, signal);
      } catch (error) {
        if (!(error instanceof IgdbError && error.status === 401) || renewals === MAX_RENEWALS) throw error;
        // One that was replaced already, because of another request, counts for that one.
        if (tokens.drop(token)) renewals += 1;
      }
    }
  };
}

/** The same in all queries for games, and long. */
const FIELDS = /^fields [^;]*; ?/;
