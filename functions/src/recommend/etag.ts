import { createHash } from 'node:crypto';

/** To be raised when the same release and request get another answer, so that copies kept elsewhere expire. */
const ANSWERS_VERSION = 3;

/** Weak, because Hosting may compress the body on its way. Known before the answer is, so that a 304 costs nothing. */
export function etagOf(release: string, url: string): string {
  const digest = createHash('sha256').update(`${ANSWERS_VERSION} ${release} ${url}`).digest('base64url');
  return `W/"${digest.slice(0, 22)}"`; // 132 bits
}

/** Whether a client that sent this If-None-Match has the answer already (RFC 9110, 13.1.2: weak comparison). */
export function isNoneMatch(ifNoneMatch: string | undefined, etag: string): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return ifNoneMatch?.split(',').some((tag) => opaque(tag) === opaque(etag)) === true;
}
