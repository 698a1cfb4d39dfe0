import type { Exchange } from '../exchange.ts';
import type { Reply } from '../reply.ts';

/** A request that a fault strikes. */
export interface Struck {
  exchange: Exchange;
  /** What would be replied without the fault. */
  next: () => Promise<Reply | undefined>;
  /** The page sent last, whoever asked for it; undefined before the first. */
  pageBefore: Reply | undefined;
  /** Waits as long as the switch says. */
  wait: () => Promise<void>;
}

/** Something that goes wrong at IGDB or on the way to it. */
export interface Fault {
  description: string;
  /** The requests it may strike, and counts: IGDB's, or Twitch's for tokens. */
  of: 'api' | 'token';
  /** Whether its switch needs a number of milliseconds. Default: it takes none. */
  takesMs?: boolean;
  /** What is replied in the end; undefined where the response has been dealt with. */
  strike: (struck: Struck) => Promise<Reply | undefined>;
}

const OPENING_BRACKET = 0x5b;

/** Whether it is a list of records, as opposed to a count or a refusal. */
export function isPage(reply: Reply | undefined): reply is Reply {
  const first = reply?.body.at(0);
  return reply?.status === 200 && (first === '[' || first === OPENING_BRACKET);
}
