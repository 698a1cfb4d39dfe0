import { IgdbError } from './error.ts';
import { type Http, post, postWithoutAnswer, type Question } from './http.ts';
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
  /**
   * Gives the current token back to Twitch, where there is one; the next `get` asks for a new one. Asked once, and within
   * {@link REVOKE_TIMEOUT_MS}: who ends a run waits for it.
   *
   * @throws IgdbError when Twitch does not take it; the token then lives on until it expires
   */
  revoke(): Promise<void>;
}

/** A run that is stopped has some seconds in all to end in. */
const REVOKE_TIMEOUT_MS = 2_000;

interface Token {
  text: string;
  renewAt: number;
}

/**
 * App access tokens by OAuth's client credentials. They live for about 60 days; IGDB ends the oldest early when more than 25 of
 * an application are alive, so that a run gives its own back.
 */
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
    async revoke() {
      if (current === undefined) return;
      const { text } = current;
      current = undefined;
      try {
        await postWithoutAnswer({ ...http, requestTimeoutMs: REVOKE_TIMEOUT_MS }, revocation(options, text));
      } catch (error) {
        // It has ended already.
        if (error instanceof IgdbError && error.status === 400) return;
        throw error;
      }
    },
  };
}

/** Without the signal of the run: one that was stopped gives its token back as well. */
const revocation = ({ tokenUrl, clientId, clientSecret }: TokenOptions, token: string) => ({
  service: 'Twitch' as const,
  // Twitch: https://id.twitch.tv/oauth2/revoke, beside the URL that gave the token.
  url: new URL('revoke', tokenUrl).href,
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({ client_id: clientId, token }).toString(),
  summary: '',
  secrets: [clientId, clientSecret, token],
  answerIsSecret: false,
});

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
