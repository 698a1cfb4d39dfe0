import { IgdbError } from './error.ts';
import { type Http, post, type Question } from './http.ts';
import type { RateLimit } from './rate-limit.ts';
import { type RetryDeps, withRetry } from './retry.ts';
import type { TokenOptions, Tokens } from './token.ts';

/** Asks one IGDB endpoint, `games` say, with a query, and reads the answer. */
export type Ask = <T>(endpoint: string, query: string, read: Question<T>['read']) => Promise<T>;

export interface AskOptions extends TokenOptions {
  /** Without a slash at its end; IGDB: https://api.igdb.com/v4. */
  baseUrl: string;
}

/** Every request to IGDB goes through here: within the rate limit, with a token, and again where that may help. */
export function createAsk(
  http: Http,
  retry: RetryDeps,
  tokens: Tokens,
  rateLimit: RateLimit,
  { baseUrl, clientId, clientSecret }: AskOptions,
): Ask {
  return async (endpoint, query, read) => {
    const send = (token: string) => {
      const question = {
        url: `${baseUrl}/${endpoint}`,
        headers: { 'Client-ID': clientId, Authorization: `Bearer ${token}`, 'Content-Type': 'text/plain' },
        body: query,
        secrets: [clientId, clientSecret, token],
        answerIsSecret: false,
        read,
      };
      return withRetry(retry, (attempt) => rateLimit(() => post(http, question, attempt)));
    };

    const token = await tokens.get();
    try {
      return await send(token);
    } catch (error) {
      // IGDB ends a token early when more than 25 of the application are alive. A second refusal is for good.
      if (!(error instanceof IgdbError && error.status === 401)) throw error;
      tokens.drop(token);
      return send(await tokens.get());
    }
  };
}
