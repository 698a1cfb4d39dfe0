import type { QueryRefused } from './query/query.ts';

/** What is sent back. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
}

export const jsonReply = (status: number, body: unknown): Reply =>
  jsonBytesReply(status, JSON.stringify(body, null, 2));

export const jsonBytesReply = (status: number, body: Buffer | string): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body,
});

export const textReply = (status: number, body: string): Reply => ({
  status,
  headers: { 'content-type': 'text/plain' },
  body,
});

/** IGDB's words, as recorded from its answers. */

export const queryRefused = ({ title, detail }: QueryRefused): Reply =>
  jsonReply(400, [{ title, status: 400, ...(detail === undefined ? {} : { cause: detail }) }]);

export const notAuthorized = (): Reply => {
  const reply = jsonReply(401, {
    message: 'Authorization Failure. Have you tried:',
    'Tip 1': 'Ensure you are sending Authorization and Client-ID as headers.',
    'Tip 2': "Ensure Authorization value starts with 'Bearer ', including the space",
    'Tip 3':
      'Ensure Authorization value ends with the App Access Token you generated, NOT your Client Secret.',
    Docs: 'https://api-docs.igdb.com/#authentication',
    Discord: 'https://discord.gg/igdb',
  });
  return { ...reply, headers: { ...reply.headers, 'x-amzn-errortype': 'AccessDeniedException' } };
};

export const notFound = (): Reply => textReply(404, 'Not Found');

/** No `Retry-After` comes with it. */
export const tooManyRequests = (): Reply => jsonReply(429, { message: 'Too Many Requests' });

/** Twitch's form, which is not IGDB's. */
export const twitchRefused = (status: 400 | 403 | 404, message: string): Reply =>
  jsonReply(status, { status, message });
