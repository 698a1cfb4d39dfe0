import type { FaultName } from '@playkin/functions/src/stand-in/faults/faults.ts';
import type { CrawlOptions } from './crawling.ts';

export interface Case extends CrawlOptions {
  /** Switches of what goes wrong for a while. Default: none, since no crawl gets past the fault. */
  passing?: string[];
  /** Switches of what goes wrong for good. */
  lasting: string[];
}

/** Real time, spent at every attempt; enough for a page from this machine. */
const SHORT_TIMEOUT_MS = 250;

/** By fault. Those that last begin in the middle of a crawl where they can. */
export const CASES: Record<FaultName, Case> = {
  'too-many-requests': { passing: ['too-many-requests:2-6'], lasting: ['too-many-requests:3-'] },
  'server-error': { passing: ['server-error:1-3'], lasting: ['server-error:3-'] },
  'bad-gateway': { passing: ['bad-gateway:2-3'], lasting: ['bad-gateway:3-'] },
  unavailable: { passing: ['unavailable:3-5'], lasting: ['unavailable:3-'] },
  blocked: { lasting: ['blocked:3-'] },
  reset: { passing: ['reset:3'], lasting: ['reset:3-'] },
  hang: { passing: ['hang:3'], lasting: ['hang:3-'], requestTimeoutMs: SHORT_TIMEOUT_MS },
  slow: { passing: ['slow=600:3'], lasting: ['slow=600:3-'], requestTimeoutMs: SHORT_TIMEOUT_MS },
  'cut-body': { passing: ['cut-body:1', 'cut-body:3'], lasting: ['cut-body:3-'] },
  html: { passing: ['html:2'], lasting: ['html:3-'] },
  'invalid-utf8': { passing: ['invalid-utf8:2'], lasting: ['invalid-utf8:3-'] },
  'duplicate-page': { passing: ['duplicate-page:2'], lasting: ['duplicate-page:3-'] },
  'unsorted-page': { passing: ['unsorted-page:2'], lasting: ['unsorted-page:3-'] },
  'empty-page': { passing: ['empty-page:3'], lasting: ['empty-page:3-'] },
  'token-revoked': { passing: ['token-revoked:3'], lasting: ['token-revoked:3-'] },
  'token-down': { passing: ['token-down:1-2'], lasting: ['token-down'] },
};
