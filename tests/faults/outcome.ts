import type { Case } from './cases.ts';
import { type Crawling, type SiteOptions, startCrawling } from './crawling.ts';

export interface Outcome {
  /** Of the fault that passes: what the operator is told first, and what the crawl ends in. */
  passing:
    { notice: string | undefined; error: string | undefined; digest: string; struck: number } | undefined;
  /** Of the fault that lasts: the error that ends the run, the run as recorded, and what the next one ends in. */
  lasting: { error: string | undefined; run: unknown; digest: string; struck: number };
}

/** Crawls through a fault that passes; then into one that lasts, and once more when it is over. */
export async function outcomeOf({ passing, lasting, ...options }: Case): Promise<Outcome> {
  return {
    passing: passing && (await crawling((site) => throughPassing(site, passing, options))),
    lasting: await crawling((site) => intoLasting(site, lasting, options)),
  };
}

/** Of a crawl that nothing disturbs. */
export const undisturbedDigest = (options?: SiteOptions): Promise<string> =>
  crawling(async ({ crawl, digest }) => {
    await crawl();
    return digest();
  }, options);

type Options = Pick<Case, 'requestTimeoutMs'>;

async function throughPassing(site: Crawling, switches: string[], options: Options) {
  site.switchOn(...switches);
  const { notices, error } = await site.crawl(options);
  return { notice: notices[0], error, digest: await site.digest(), struck: site.struck.length };
}

async function intoLasting(site: Crawling, switches: string[], options: Options) {
  site.switchOn(...switches);
  const { error } = await site.crawl(options);
  const [run] = await site.runs();
  site.switchOn();
  await site.crawl();
  return { error, run, digest: await site.digest(), struck: site.struck.length };
}

export async function crawling<T>(work: (site: Crawling) => Promise<T>, options?: SiteOptions): Promise<T> {
  const site = await startCrawling(options);
  try {
    return await work(site);
  } finally {
    await site.close();
  }
}
