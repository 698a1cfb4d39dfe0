import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from './reply.ts';
import type { TokenBook } from './oauth.ts';

/** A request, read whole, on its way to its reply. */
export interface Exchange {
  /** From 1, in the order of arrival. */
  number: number;
  url: URL;
  body: string;
  request: IncomingMessage;
  response: ServerResponse;
  tokens: TokenBook;
}

/**
 * Stands between arrival and reply: it may pass on what `next` replies, change it, reply by itself, or wait as long as it
 * likes. One that returns undefined has dealt with `exchange.response` on its own, say by cutting the body short.
 */
export type Hook = (exchange: Exchange, next: () => Promise<Reply | undefined>) => Promise<Reply | undefined>;

/** Runs the hooks around `reply`, the first outermost. */
export function throughHooks(
  hooks: readonly Hook[],
  exchange: Exchange,
  reply: () => Reply,
): Promise<Reply | undefined> {
  const last = () => Promise.resolve(reply());
  return hooks.reduceRight<() => Promise<Reply | undefined>>(
    (next, hook) => () => hook(exchange, next),
    last,
  )();
}
