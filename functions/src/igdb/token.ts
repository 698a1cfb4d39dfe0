import { type Http, post, type Question } from './http.ts';
import { type RetryDeps, withRetry } from './retry.ts';

/** A token is renewed this long before it expires, or after nine tenths of its life where that is later. */
const RENEW_BEFORE_MS = 5 * 60_000;
const RENEW_BEFORE_SHARE = 0.1;

export interface TokenOptions {
  /** Twitch: https://id.twitch.tv/oauth2/token. */
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  /** Ends all that is under way. */
  signal?: AbortSignal | undefined;
}

export interface Tokens {
  /** A token that has not expired. Callers at the same time share one request for it. */
  get(): Promise<string>;
  /** The one that `get` gave last, unless it was dropped since. */
  current(): string | undefined;
  /** Gives a refused token up, so that the next `get` asks for a new one. Says whether it was the current one. */
  drop(token: string): boolean;
}

interface Token {
  text: string;
  renewAt: number;
}

/** App access tokens by OAuth's client credentials. They live for about 60 days, but IGDB may end one early. */
export function createTokens(http: Http, retry: RetryDeps, options: TokenOptions): Tokens {
  const question = tokenQuestion(http, options);
  let current: Token | undefined;
  let pending: Promise<Token> | undefined;

  const request = async () => {
    try {
      current = await withRetry(retry, (attempt) => post(http, question, attempt), options.signal);
      return current;
    } finally {
      pending = undefined;
    }
  };

  return {
    async get() {
      if (current !== undefined && http.clock() < current.renewAt) return current.text;
      pending ??= request();
      return (await pending).text;
    },
    current: () => current?.text,
    drop(token) {
      // Of several requests refused at once only the first drops the token: the others would drop its successor.
      if (current?.text !== token) return false;
      current = undefined;
      return true;
    },
  };
}

function tokenQuestion(
  { clock }: Http,
  { tokenUrl, clientId, clientSecret, signal }: TokenOptions,
): Question<Token> {
  return {
    service: 'Twitch',
    url: tokenUrl,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    // In the body, not in the URL: URLs end up in logs on the way.
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }).toString(),
    summary: '',
    secrets: [clientId, clientSecret],
    answerIsSecret: true,
    signal,
    read(json) {
      const { access_token: text, expires_in: seconds } = (json ?? {}) as Record<string, unknown>;
      if (typeof text !== 'string' || text === '') return { problem: 'the answer holds no access_token' };
      if (typeof seconds !== 'number' || !(seconds > 0)) return { problem: 'the answer holds no expires_in' };
      const lifeMs = seconds * 1000;
      const renewAt = clock() + lifeMs - Math.min(RENEW_BEFORE_MS, lifeMs * RENEW_BEFORE_SHARE);
      return { value: { text, renewAt } };
    },
  };
}
