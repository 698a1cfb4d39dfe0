import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** An answer of status 200 as it goes over the line. */
export interface Answer {
  /** Undefined for what nobody is to keep. */
  etag?: string | undefined;
  cacheControl: string;
  /** UTF-8 JSON. */
  body: Buffer;
}

export interface Answers {
  /** The answer to exactly this path and query from that release, where it is still remembered. */
  find(release: string, url: string): Answer | undefined;
  /** Remembers an answer. */
  keep(release: string, url: string, answer: Answer): void;
}

/** Some two thousand lists of ten. */
const MOST_BYTES = 12 * 1024 * 1024;
/** What an entry takes beside its body: headers, keys and the cache's own links. */
const ENTRY_BYTES = 500;
/** Longer addresses are rare, and no two alike. */
const LONGEST_URL = 500;

/**
 * Remembers the answers asked for last, as bytes: the same question is asked again and again. They are those of one release, and
 * forgotten when answers of another are kept.
 */
export function rememberAnswers(): Answers {
  const kept = new LRUCache<string, Answer>({
    maxSize: MOST_BYTES,
    sizeCalculation: ({ body }, url) => body.length + url.length + ENTRY_BYTES,
  });
  let of: string | undefined;
  return {
    find: (release, url) => (release === of ? kept.get(url) : undefined),
    keep(release, url, answer) {
      if (url.length > LONGEST_URL) return;
      if (release !== of) kept.clear();
      of = release;
      kept.set(url, answer);
    },
  };
}

/** To be raised when the same release and request get another answer, so that copies kept elsewhere expire. */
const ANSWERS_VERSION = 9;

/** Weak, because Hosting may compress the body on its way. Known before the answer is, so that a 304 costs nothing. */
export function etagOf(release: string, url: string): string {
  const digest = hash('sha256', `${ANSWERS_VERSION} ${release} ${url}`, 'base64url');
  return `W/"${digest.slice(0, 22)}"`; // 132 bits
}

/** Whether it is `*`: the client has some answer, if there is one at all. */
export const isAnyMatch = (ifNoneMatch: string | undefined): boolean => ifNoneMatch?.trim() === '*';

/** Whether a client that sent this If-None-Match has the answer already (RFC 9110, 13.1.2: weak comparison). */
export function isNoneMatch(ifNoneMatch: string | undefined, etag: string): boolean {
  if (isAnyMatch(ifNoneMatch)) return true;
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return ifNoneMatch?.split(',').some((tag) => opaque(tag) === opaque(etag)) === true;
}
