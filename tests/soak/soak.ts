import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hook } from '@playkin/functions/src/stand-in/exchange.ts';
import { createFaults } from '@playkin/functions/src/stand-in/faults/create-faults.ts';
import { parseFaults } from '@playkin/functions/src/stand-in/faults/parse-faults.ts';
import { startStandIn } from '@playkin/functions/src/stand-in/stand-in.ts';
import { ingested } from '../support/ingest-process/start.ts';
import type { Catalogue } from './catalogue.ts';
import { passingFaults } from './passing-faults.ts';
import { tableDigest } from './table-digest.ts';
import { type Trouble, untilEnded } from './until-ended.ts';

/** A crawl into an empty folder, and the two kinds of run over one that holds an older state of the catalogue. */
export const SCENARIOS = ['first', 'full', 'smart'] as const;
export type Scenario = (typeof SCENARIOS)[number];

/** What a crawl went through, and the digest of the table that it ended in. */
export interface Soaked extends Trouble {
  scenario: Scenario;
  digest: string;
  /** That of the table after the same crawl without any trouble. */
  undisturbed: string;
  /** Requests that a fault struck. */
  struck: number;
}

export interface CrawlOptions {
  /** From 0 up to, but not, 1: decides on faults. */
  random: () => number;
  /** With which a fault strikes a request. */
  chance: number;
  /** When the process is killed: by the part of the requests that the crawl takes undisturbed. */
  kills: readonly { part: number; afterMs: number }[];
}

export interface Soak {
  crawl(scenario: Scenario, options: CrawlOptions): Promise<Soaked>;
  close(): Promise<void>;
}

/** Makes the folder with the older state, which is crawled undisturbed. */
export async function prepareSoak({ before, now }: Catalogue): Promise<Soak> {
  const folder = await mkdtemp(join(tmpdir(), 'playkin-soak-'));
  const older = join(folder, 'older');
  await withStandIn(before, [], (server) => ingested({ server, dataDir: older }));

  let folders = 0;
  const orderFor = async (scenario: Scenario) => {
    const dataDir = join(folder, String(++folders));
    if (scenario !== 'first') await cp(older, dataDir, { recursive: true });
    return { dataDir, options: [scenario === 'smart' ? '--smart' : '--full'] };
  };
  const crawlUndisturbed = async (scenario: Scenario) => {
    const order = await orderFor(scenario);
    let requests = 0;
    const count: Hook = (_exchange, next) => {
      requests += 1;
      return next();
    };
    await withStandIn(now, [count], (server) => ingested({ ...order, server }));
    return { digest: await tableDigest(order.dataDir), requests };
  };
  const undisturbed: Partial<Record<Scenario, ReturnType<typeof crawlUndisturbed>>> = {};

  return {
    crawl: async (scenario, { random, chance, kills }) => {
      const { digest, requests } = await (undisturbed[scenario] ??= crawlUndisturbed(scenario));
      const order = await orderFor(scenario);
      let struck = 0;
      const faults = createFaults(parseFaults(passingFaults(chance)), {
        random,
        sleep: (waitMs) => new Promise((resolve) => setTimeout(resolve, waitMs)),
        onStrike: () => (struck += 1),
      });
      let onRequest: () => void = () => undefined;
      const watch: Hook = (_exchange, next) => {
        onRequest();
        return next();
      };
      const trouble = await withStandIn(now, [watch, faults], (server) =>
        untilEnded({
          order: { ...order, server },
          kills: kills.map(({ part, afterMs }) => ({ request: 1 + Math.floor(part * requests), afterMs })),
          listen: (listener) => {
            onRequest = listener;
          },
        }),
      );
      return {
        scenario,
        ...trouble,
        struck,
        digest: await tableDigest(order.dataDir),
        undisturbed: digest,
      };
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

type Server = Parameters<typeof ingested>[0]['server'];

async function withStandIn<T>(
  records: readonly string[],
  hooks: readonly Hook[],
  work: (server: Server) => Promise<T>,
): Promise<T> {
  const unlimited = { clock: Date.now, requestsPerSecond: Infinity, maxOpen: Infinity };
  const { baseUrl, tokenUrl, close } = await startStandIn({ ...unlimited, records, hooks });
  try {
    return await work({ baseUrl, tokenUrl });
  } finally {
    await close();
  }
}
