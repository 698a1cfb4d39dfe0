import { tooManyRequests } from '../reply.ts';
import { jsonReply, type Reply, textReply } from '../reply.ts';
import { cutBody, invalidUtf8, noAnswer, resetConnection } from './broken-answers.ts';
import { type Fault, isPage } from './fault.ts';
import { emptied, reversed } from './broken-answers.ts';

const api = (description: string, strike: Fault['strike']): Fault => ({ description, of: 'api', strike });

const replying = (description: string, reply: () => Reply): Fault =>
  api(description, () => Promise.resolve(reply()));

/** Changes pages only: counts and refusals stay as they are. */
const changingPage = (description: string, change: (page: Reply) => Reply): Fault =>
  api(description, async ({ next }) => {
    const reply = await next();
    return isPage(reply) ? change(reply) : reply;
  });

const html = (status: number, title: string): Reply => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
});

/** By the names that `--fault` takes. */
export const FAULTS = {
  'too-many-requests': replying('429, as if the rate limit were spent', tooManyRequests),
  'server-error': replying('500, IGDB’s own', () =>
    jsonReply(500, [{ title: 'Internal server error', status: 500 }]),
  ),
  'bad-gateway': replying('502, as a gateway on the way says it, in HTML', () =>
    html(502, '502 Bad Gateway'),
  ),
  unavailable: replying('503, for the time being', () => jsonReply(503, { message: 'Service Unavailable' })),
  blocked: replying('403, Cloudflare’s to a User-Agent that it bans', () =>
    textReply(403, 'error code: 1010'),
  ),
  reset: api('the connection is reset instead of an answer', resetConnection),
  hang: api('no answer ever, on an open connection', noAnswer),
  slow: {
    ...api('the answer comes that many milliseconds late', async ({ next, wait }) => {
      await wait();
      return next();
    }),
    takesMs: true,
  },
  'cut-body': api('the connection ends after half of the body', cutBody),
  html: replying('200 with a page of HTML, as from a proxy that asks for a login', () =>
    html(200, 'Please log in'),
  ),
  'invalid-utf8': changingPage('a byte within a name is no UTF-8', invalidUtf8),
  'duplicate-page': api('the page sent last, once more', async ({ next, pageBefore }) => {
    const reply = await next();
    return isPage(reply) ? (pageBefore ?? reply) : reply;
  }),
  'unsorted-page': changingPage('the records of a page in reverse', reversed),
  'empty-page': changingPage('no records, although x-count says there are some', emptied),
  'token-revoked': api('all tokens end early, this request’s too', ({ exchange, next }) => {
    exchange.tokens.revokeAll();
    return next();
  }),
  'token-down': {
    description: '503 to who asks for a token',
    of: 'token',
    strike: () => Promise.resolve(jsonReply(503, { status: 503, message: 'service unavailable' })),
  },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;

/** Each as it is written without WHEN, and what it does: for --help and README. */
export const DESCRIPTIONS: [label: string, description: string][] = Object.entries<Fault>(FAULTS).map(
  ([name, { description, takesMs = false }]) => [takesMs ? `${name}=MS` : name, description],
);
