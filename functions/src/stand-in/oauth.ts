import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { type Reply, jsonReply, twitchRefused } from './reply.ts';

/** Twitch: app access tokens live about 60 days; IGDB's documentation shows 5,587,808 seconds. */
const TOKEN_SECONDS = 5_587_808;
/** IGDB: at most 25 live tokens for an application; the oldest end when more are asked for. */
const MAX_LIVE_TOKENS = 25;

/** Access tokens given out and still alive. */
export interface TokenBook {
  issue(clientId: string): { token: string; expiresInSeconds: number };
  /** Whether the token is alive and belongs to this client. */
  isValid(token: string, clientId: string): boolean;
  /** Ends one token. Says whether it was alive and belonged to this client. */
  revoke(token: string, clientId: string): boolean;
  /** How many are alive. */
  alive(): number;
  /** Ends all tokens at once. */
  revokeAll(): void;
}

export function createTokenBook(clock: Clock): TokenBook {
  /** In the order in which they were given out. */
  let live: { token: string; clientId: string; endsAtMs: number }[] = [];
  const isValid = (token: string, clientId: string) =>
    live.some((entry) => entry.token === token && entry.clientId === clientId && clock() < entry.endsAtMs);
  return {
    issue: (clientId) => {
      const token = randomBytes(15).toString('hex');
      const own = live.filter((entry) => entry.clientId === clientId);
      const ended = new Set(own.slice(0, Math.max(0, own.length + 1 - MAX_LIVE_TOKENS)));
      live = live.filter((entry) => !ended.has(entry));
      live.push({ token, clientId, endsAtMs: clock() + TOKEN_SECONDS * 1000 });
      return { token, expiresInSeconds: TOKEN_SECONDS };
    },
    isValid,
    revoke: (token, clientId) => {
      if (!isValid(token, clientId)) return false;
      live = live.filter((entry) => entry.token !== token);
      return true;
    },
    alive: () => live.filter(({ endsAtMs }) => clock() < endsAtMs).length,
    revokeAll: () => {
      live = [];
    },
  };
}

export interface Credentials {
  /** Undefined: any. */
  clientId: string | undefined;
  /** Undefined: any. */
  clientSecret: string | undefined;
}

/** Answers Twitch's `POST /oauth2/token`, whose parameters may stand in the URL, the body (as a form), or both. */
export function grantToken(tokens: TokenBook, accepted: Credentials, url: URL, body: string): Reply {
  const parameter = parametersOf(url, body);
  const clientId = parameter('client_id');
  const clientSecret = parameter('client_secret');
  if (clientId === '') return twitchRefused(400, 'missing client id');
  if (clientSecret === '') return twitchRefused(400, 'missing client secret');
  if (parameter('grant_type') === '') return twitchRefused(400, 'missing grant type');
  if (parameter('grant_type') !== 'client_credentials') return twitchRefused(400, 'Invalid grant type');
  if (clientId !== (accepted.clientId ?? clientId)) return twitchRefused(400, 'invalid client');
  if (clientSecret !== (accepted.clientSecret ?? clientSecret))
    return twitchRefused(403, 'invalid client secret');

  const { token, expiresInSeconds } = tokens.issue(clientId);
  return jsonReply(200, { access_token: token, expires_in: expiresInSeconds, token_type: 'bearer' });
}

/**
 * Answers Twitch's `POST /oauth2/revoke`: 200 without a body, 404 for an application it does not know, 400 for a token that is
 * not alive. https://dev.twitch.tv/docs/authentication/revoke-tokens
 */
export function revokeToken(tokens: TokenBook, accepted: Credentials, url: URL, body: string): Reply {
  const parameter = parametersOf(url, body);
  const clientId = parameter('client_id');
  if (clientId === '') return twitchRefused(400, 'missing client id');
  if (parameter('token') === '') return twitchRefused(400, 'missing oauth token');
  if (clientId !== (accepted.clientId ?? clientId)) return twitchRefused(404, 'client does not exist');
  return tokens.revoke(parameter('token'), clientId)
    ? { status: 200, headers: {}, body: '' }
    : twitchRefused(400, 'Invalid token');
}

function parametersOf(url: URL, body: string): (name: string) => string {
  const form = new URLSearchParams(body);
  return (name) => url.searchParams.get(name) ?? form.get(name) ?? '';
}
