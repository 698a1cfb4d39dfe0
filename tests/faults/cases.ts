import type { FaultName } from '@playkin/functions/src/stand-in/faults/faults.ts';
import type { CrawlOptions } from './crawling.ts';

export interface Case extends CrawlOptions {
  /** Switches of what goes wrong for good. */
  lasting: string[];
  /** Switches of what goes wrong for a while. */
  passing: string[];
}

/** Below what `slow` takes here. */
const SHORT_TIMEOUT_MS = 400;

/** By fault. What lasts begins after the first page, the second request, where it can; the next run has the second page and the third before it. */
export const CASES: Record<FaultName, Case> = {
  'too-many-requests': { lasting: ['too-many-requests:3-'], passing: ['too-many-requests:1-5'] },
  'server-error': { lasting: ['server-error:3-'], passing: ['server-error:2-4'] },
  'bad-gateway': { lasting: ['bad-gateway:3-'], passing: ['bad-gateway:1'] },
  unavailable: { lasting: ['unavailable'], passing: ['unavailable:1-3'] },
  // No crawl gets past it.
  blocked: { lasting: ['blocked:3-'], passing: [] },
  reset: { lasting: ['reset:3-'], passing: ['reset:1', 'reset:3'] },
  hang: { lasting: ['hang:3-'], passing: ['hang:1'], requestTimeoutMs: SHORT_TIMEOUT_MS },
  slow: { lasting: ['slow=900:3-'], passing: ['slow=900:1'], requestTimeoutMs: SHORT_TIMEOUT_MS },
  'cut-body': { lasting: ['cut-body:3-'], passing: ['cut-body:1', 'cut-body:3'] },
  html: { lasting: ['html:3-'], passing: ['html:2'] },
  'invalid-utf8': { lasting: ['invalid-utf8:3-'], passing: ['invalid-utf8:1'] },
  'duplicate-page': { lasting: ['duplicate-page:3-'], passing: ['duplicate-page:2'] },
  'unsorted-page': { lasting: ['unsorted-page:3-'], passing: ['unsorted-page:1'] },
  'empty-page': { lasting: ['empty-page:3-'], passing: ['empty-page:1'] },
  'token-revoked': { lasting: ['token-revoked:3-'], passing: ['token-revoked:2'] },
  'token-down': { lasting: ['token-down'], passing: ['token-down:1-2'] },
};
