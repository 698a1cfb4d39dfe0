import type { Case } from './cases.ts';
import { type Crawling, type SiteOptions, startCrawling } from './crawling.ts';

export interface Outcome {
  /** While the fault lasts: the error that ends the run, and the run as recorded. */
  lasting: { error: string | undefined; run: unknown; struck: number };
  /** When it passes: what the operator is told first, and the error that should not be. */
  passing: { notice: string | undefined; error: string | undefined; struck: number };
  /** Of the table in the end. */
  digest: string;
}

/** Crawls into a fault that lasts; then goes on through one that passes. */
export const outcomeOf = ({ lasting, passing, ...options }: Case): Promise<Outcome> =>
  crawling(async (site) => {
    site.switchOn(...lasting);
    const { error } = await site.crawl(options);
    const [run] = await site.runs();
    const struck = site.struck.length;
    site.switchOn(...passing);
    const goneOn = await site.crawl(options);
    return {
      lasting: { error, run, struck },
      passing: { notice: goneOn.notices[0], error: goneOn.error, struck: site.struck.length - struck },
      digest: await site.digest(),
    };
  });

/** Of a crawl that nothing disturbs. */
export const undisturbedDigest = (options?: SiteOptions): Promise<string> =>
  crawling(async ({ crawl, digest }) => {
    await crawl();
    return digest();
  }, options);

export async function crawling<T>(work: (site: Crawling) => Promise<T>, options?: SiteOptions): Promise<T> {
  const site = await startCrawling(options);
  try {
    return await work(site);
  } finally {
    await site.close();
  }
}
