/** However long a server asks to wait: a longer pause is for the operator to decide on. */
const MAX_RETRY_AFTER_MS = 60_000;

/**
 * Milliseconds to wait by a Retry-After header, which holds seconds or an HTTP date (RFC 9110, 10.2.3).
 *
 * @returns 0 to 60,000; undefined when the header is absent or holds neither
 */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS);
}
