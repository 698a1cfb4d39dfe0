import { jsonReply, type Reply } from './reply.ts';
import { twitchRefused } from './refusals.ts';
import type { TokenBook } from './oauth.ts';

export interface Credentials {
  /** Undefined: any. */
  clientId: string | undefined;
  /** Undefined: any. */
  clientSecret: string | undefined;
}

/** Answers Twitch's `POST /oauth2/token`, whose parameters may stand in the URL, the body (as a form), or both. */
export function grantToken(tokens: TokenBook, accepted: Credentials, url: URL, body: string): Reply {
  const form = new URLSearchParams(body);
  const parameter = (name: string) => url.searchParams.get(name) ?? form.get(name) ?? '';

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
