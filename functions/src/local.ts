/**
 * The root for a laptop: DuckDB and a folder stand in for BigQuery and Cloud Storage, a loopback server for IGDB. Each
 * command of package.json ends up here.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import fetch from 'node-fetch';
import { type DuckDbWarehouse, openDuckDb } from './adapters/duckdb.ts';
import { folderStorage } from './adapters/folder.ts';
import { BUNDLED_CATALOGUE_DIR, readBundledCatalogue } from './catalogue/bundled.ts';
import { readCatalogueFile } from './catalogue/file.ts';
import { type Arguments, type CommandName, parseArguments, UsageError } from './cli/arguments.ts';
import { buildSite } from './cli/build-site.ts';
import { exitCode, explain } from './cli/explain.ts';
import { formatRows } from './cli/format-rows.ts';
import { progressLine } from './cli/progress-line.ts';
import { startSite } from './cli/site.ts';
import { isoTime } from './clock.ts';
import { parseConfig } from './config.ts';
import { createIgdbClient, type IgdbClient } from './igdb/client.ts';
import { ingest, type IngestSummary } from './ingest.ts';
import type { Stage } from './progress.ts';
import { publish, type PublishSummary } from './publish.ts';
import { similarity, type SimilaritySummary } from './similarity.ts';
import { startStandIn } from './stand-in/stand-in.ts';
import type { Row, Warehouse } from './warehouse.ts';

const DATA_ROOT = join(import.meta.dirname, '..', '..', '.data');
/** IGDB's addresses and pace. */
const IGDB = {
  baseUrl: 'https://api.igdb.com/v4',
  tokenUrl: 'https://id.twitch.tv/oauth2/token',
  requestsPerSecond: 4,
};
const REQUEST_TIMEOUT_MS = 30_000;
const RECHECK_MS = 2_000;
const BYTES_PER_KIB = 1024;

const config = parseConfig(process.env);
const clock = Date.now;
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const newRunId = () => `${isoTime(clock()).replaceAll(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`;
const progress = progressLine(process.stderr, clock);
const say = (line: string) => process.stderr.write(`${line}\n`);

const records = ({ catalog }: Arguments) =>
  catalog === undefined ? readBundledCatalogue(BUNDLED_CATALOGUE_DIR) : readCatalogueFile(catalog);

function dataDirOf({ dataDir, catalog }: Arguments): string {
  if (dataDir !== undefined) return dataDir;
  if (catalog !== undefined) return join(DATA_ROOT, basename(catalog).replace(/\.jsonl(\.gz)?$/, ''));
  return join(DATA_ROOT, config.igdb === undefined ? 'bundled' : 'igdb');
}

const storageOf = (args: Arguments) => folderStorage(join(dataDirOf(args), 'bucket'));
const warehouseFile = (args: Arguments) => join(dataDirOf(args), 'warehouse.duckdb');

async function withWarehouse<T>(
  args: Arguments,
  work: (warehouse: DuckDbWarehouse) => Promise<T>,
): Promise<T> {
  await mkdir(dataDirOf(args), { recursive: true });
  const warehouse = await openDuckDb({
    path: warehouseFile(args),
    storage: storageOf(args),
    memoryLimit: config.duckDbMemoryLimit,
    readOnly: args.command === 'query',
  });
  try {
    return await work(warehouse);
  } finally {
    warehouse.close();
  }
}

/** IGDB itself where credentials are set and no catalogue is named, else the stand-in, whose pace is its own. */
async function withIgdb<T>(args: Arguments, work: (igdb: IgdbClient) => Promise<T>): Promise<T> {
  const connect = (options: typeof IGDB & { clientId: string; clientSecret: string }) =>
    createIgdbClient({
      ...options,
      fetch,
      clock,
      sleep,
      random: Math.random,
      requestTimeoutMs: REQUEST_TIMEOUT_MS,
      onRetry: (error, waitMs) => say(`${error.message} Trying again in ${(waitMs / 1000).toFixed(1)} s.`),
    });
  if (config.igdb !== undefined && args.catalog === undefined)
    return work(connect({ ...IGDB, ...config.igdb }));
  const unlimited = { requestsPerSecond: Infinity, maxOpen: Infinity };
  const standIn = await startStandIn({ records: records(args), clock, ...unlimited });
  try {
    return await work(
      connect({ ...standIn, ...unlimited, clientId: 'stand-in-client', clientSecret: 'stand-in-secret' }),
    );
  } finally {
    await standIn.close();
  }
}

interface PipelineSummary {
  ingest: IngestSummary;
  similarity: SimilaritySummary;
  publish: PublishSummary;
  seconds: { ingest: number; similarity: number; publish: number };
}

const timed = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
  const startedAt = clock();
  const result = await work();
  return [result, Math.round((clock() - startedAt) / 100) / 10];
};

const stages = (args: Arguments, warehouse: Warehouse) => {
  const deps = { warehouse, storage: storageOf(args), clock, newRunId, progress };
  return {
    ingest: () => withIgdb(args, (igdb) => ingest({ ...deps, igdb }, args)),
    similarity: () => similarity(deps),
    publish: () => publish(deps),
  };
};

const runPipeline = (args: Arguments): Promise<PipelineSummary> =>
  withWarehouse(args, async (warehouse) => {
    const stage = stages(args, warehouse);
    const [ingested, ingestSeconds] = await timed(stage.ingest);
    const [compared, similaritySeconds] = await timed(stage.similarity);
    const [published, publishSeconds] = await timed(stage.publish);
    return {
      ingest: ingested,
      similarity: compared,
      publish: published,
      seconds: { ingest: ingestSeconds, similarity: similaritySeconds, publish: publishSeconds },
    };
  });

function pipelineLine({ ingest, similarity, publish, seconds }: PipelineSummary): string {
  const { received, inserted, updated, unchanged, rejected } = ingest;
  const neighbors = similarity.counts['neighbors'] ?? 0;
  const counts = { received, inserted, updated, unchanged, rejected, ...publish.counts, neighbors };
  const peakRssMb = Math.round(process.resourceUsage().maxRSS / BYTES_PER_KIB);
  return JSON.stringify({ release: publish.release, seconds, counts, peakRssMb });
}

const print = (line: string) => process.stdout.write(`${line}\n`);
const runStage = (stage: Stage) => async (args: Arguments) => {
  const summary = await withWarehouse<object>(args, (warehouse) => stages(args, warehouse)[stage]());
  print(JSON.stringify(summary));
};

const isPublished = (args: Arguments) => existsSync(join(dataDirOf(args), 'bucket', 'latest.json'));

async function serve(args: Arguments): Promise<void> {
  const log = ({ message, ...rest }: { message: string }) =>
    say(`${message} ${Object.keys(rest).length > 1 ? JSON.stringify(rest) : ''}`.trim());
  const site = await startSite(args.port, { storage: storageOf(args), clock, recheckMs: RECHECK_MS, log });
  print(`Playkin is at ${site.url}  (Ctrl-C ends it)`);
}

const COMMANDS: Record<CommandName, (args: Arguments) => Promise<void>> = {
  async start(args) {
    // Found out before the work, not after it.
    await (
      await startSite(args.port, {
        storage: storageOf(args),
        clock,
        recheckMs: RECHECK_MS,
        log: () => undefined,
      })
    ).close();
    if (!isPublished(args)) await runPipeline(args);
    await buildSite();
    await serve(args);
  },
  async pipeline(args) {
    print(pipelineLine(await runPipeline(args)));
  },
  ingest: runStage('ingest'),
  similarity: runStage('similarity'),
  publish: runStage('publish'),
  async serve(args) {
    if (!isPublished(args)) {
      throw new UsageError(
        `There is no release in ${dataDirOf(args)}; make one with npm run pipeline -- --data-dir … first.`,
      );
    }
    await buildSite();
    await serve(args);
  },
  async query(args) {
    if (!existsSync(warehouseFile(args))) {
      throw new UsageError(
        `There is no warehouse in ${dataDirOf(args)}; make one with npm run pipeline -- --data-dir … first.`,
      );
    }
    const rows: Row[] = await withWarehouse(args, (warehouse) =>
      Array.fromAsync(warehouse.query(args.sql ?? '')),
    );
    process.stdout.write(formatRows(rows, args.format));
  },
  async 'igdb-stand-in'(args) {
    const standIn = await startStandIn({ records: records(args), clock, port: args.port });
    print(`IGDB stand-in at ${standIn.baseUrl}, tokens at ${standIn.tokenUrl}  (Ctrl-C ends it)`);
  },
};

try {
  const args = parseArguments(process.argv.slice(2));
  await COMMANDS[args.command](args);
} catch (error) {
  say(explain(error));
  process.exitCode = exitCode(error);
}
