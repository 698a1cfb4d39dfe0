import { join } from 'node:path';
import { openDuckDb } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { BATCH } from '@playkin/functions/src/ingest/batches.ts';
import { stepsOf } from '@playkin/functions/src/similarity/steps.ts';
import { RAW_TABLES, rawTable } from '@playkin/functions/src/tables.ts';
import { scaled, sizeOf, type TableSize, totalOf } from './column-bytes.ts';
import { columnsRead, STATISTICS } from './columns-read.ts';
import { cpuOf, type CpuEstimate, evaluations, LEAST_FACTOR, PAIR_JOINS } from './cpu.ts';
import { countProducts } from './scale/products.ts';
import { readingStatements } from './statements.ts';

/** IGDB's catalogue, rounded. */
const GAMES = 350_000;
/** A guess on the safe side: IGDB changes some thousand games a day. One batch of ingestion. */
const CHANGED_PER_NIGHT = 5_000;
const BATCHES_PER_NIGHT = 1;
const NIGHTS_PER_MONTH = 30;

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const TIB = 2 ** 40;
/** BigQuery, on demand: 10 MB of each table that a query reads, at least. */
const LEAST_BYTES = 10 * MIB;
/** BigQuery, on demand, of a month: the first TiB read and the first 10 GiB stored are free. */
const DOLLARS_PER_TIB = 6.25;
const FREE_STORAGE = 10 * GIB;
/** Goal for the queries of a month, as a part of what is free. */
const GOAL_PERCENT = 2;

/** Rows do not grow with the catalogue. */
const OF_FIXED_SIZE = [
  'positions',
  'runs',
  'rejects',
  'quality',
  ...stepsOf('seeds').map(({ table }) => table.name),
];
/** One MERGE, of a single row, into runs when a run starts and when it ends; ingestion saves its run after each batch too. */
const RUN_SAVES = { ingest: 2 + BATCHES_PER_NIGHT, similarity: 2, publish: 2 };

type Sizes = Map<string, TableSize>;

/**
 * What BigQuery would bill for a month of nightly runs over {@link GAMES} games, without asking it: each statement bills the
 * columns it reads, whole, once; the sizes are those of a data folder's tables, in proportion to its games. Results, loads,
 * extracts and counts of a whole table's rows are free. Partitions and clusters are taken to save nothing.
 */
export async function benchCost(dataDir: string): Promise<object> {
  const warehouse = await openDuckDb({
    path: join(dataDir, 'warehouse.duckdb'),
    storage: folderStorage(join(dataDir, 'bucket')),
    memoryLimit: '1GB',
    readOnly: true,
    disabledOptimizers: STATISTICS,
  });
  try {
    const tables = [
      ...RAW_TABLES.map(rawTable),
      ...stepsOf('seeds', 'staging', 'features', 'similarity', 'release').map(({ table }) => table),
    ];
    const measured: Sizes = new Map();
    for (const table of tables) measured.set(table.name, await sizeOf(warehouse, table));
    const games = measured.get('games')?.rows ?? 0;
    const factorOf = (name: string) => (OF_FIXED_SIZE.includes(name) ? 1 : GAMES / games);
    const sizes: Sizes = new Map([...measured].map(([name, size]) => [name, scaled(size, factorOf(name))]));

    const bills = new Map<string, number>();
    const bill = (stage: string, step: string, bytes: number) =>
      bills.set(`${stage}: ${step}`, (bills.get(`${stage}: ${step}`) ?? 0) + bytes);
    const products = await countProducts(warehouse);
    const cpu = new Map<string, CpuEstimate>();
    for (const { stage, step, sql, table } of readingStatements(BATCHES_PER_NIGHT)) {
      const read = await columnsRead(warehouse, tables, sql, { slice: 0, slices: 1, now_seconds: 0 });
      const statements = table?.onDemandSlices ?? 1;
      const bytes = sum(
        [...read].map(([name, columns]) => {
          const size = sizes.get(name)?.columns ?? {};
          return Math.max(LEAST_BYTES, sum([...columns].map((column) => size[column] ?? 0)));
        }),
      );
      bill(stage, step, bytes * statements);
      const rows = sum([...read.keys()].map((name) => sizes.get(name)?.rows ?? 0));
      const join = table && PAIR_JOINS[table.name];
      const pairs = join ? products[join.pairs] * (GAMES / games) * evaluations(sql, join.expression) : 0;
      if (bytes > 0) cpu.set(step, cpuOf(bytes, rows, pairs, statements));
    }
    const rawSize = sizes.get('raw_games') ?? { rows: 0, columns: {} };
    const stagedBytes = (totalOf(rawSize) / Math.max(1, rawSize.rows)) * CHANGED_PER_NIGHT;
    bill('ingest', 'MERGE into raw_games', upsertBytes(totalOf(rawSize), stagedBytes));
    for (const [stage, saves] of Object.entries(RUN_SAVES)) {
      bill(stage, 'MERGE into runs', saves * 2 * LEAST_BYTES);
    }
    return { ...summary(games, sizes, bills), ...cpuSummary(cpu) };
  } finally {
    warehouse.close();
  }
}

/**
 * A check of the keys staged, then a MERGE that compares and updates: BigQuery bills it for the columns it reads of both
 * tables and for the whole table it changes.
 */
const upsertBytes = (targetBytes: number, stagedBytes: number): number =>
  LEAST_BYTES + Math.max(LEAST_BYTES, stagedBytes) + 2 * Math.max(LEAST_BYTES, targetBytes);

/** Every game anew, in ascending batches, each a MERGE that reads all of the table. */
function crawlBytes(sizes: Sizes): number {
  const rawBytes = totalOf(sizes.get('raw_games') ?? { rows: 0, columns: {} });
  const batches = Math.ceil(GAMES / BATCH.records);
  return batches * upsertBytes(rawBytes, rawBytes / batches);
}

/** The statements that come closest to what they are allowed, and those that come too close. */
function cpuSummary(cpu: Map<string, CpuEstimate>): object {
  const closest = [...cpu].sort(([, a], [, b]) => a.factor - b.factor).slice(0, 10);
  const failures = closest
    .filter(([, { factor }]) => factor < LEAST_FACTOR)
    .map(
      ([step, { allowed, estimated }]) =>
        `${step}: ${estimated} CPU seconds are estimated and ${allowed} allowed, expected ${LEAST_FACTOR} times as many.`,
    );
  return { cpuSeconds: Object.fromEntries(closest), leastCpuFactor: LEAST_FACTOR, failures };
}

const toTenths = (value: number) => Math.round(value * 10) / 10;
const toHundredths = (value: number) => Math.round(value * 100) / 100;
const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);
const largestFirst = (bytes: [string, number][]) =>
  Object.fromEntries(bytes.sort(([, a], [, b]) => b - a).map(([name, n]) => [name, toTenths(n / MIB)]));

function summary(games: number, sizes: Sizes, bills: Map<string, number>): object {
  const stored = sum([...sizes.values()].map(totalOf));
  const nightly = sum(bills.values());
  const monthly = nightly * NIGHTS_PER_MONTH;
  const percent = (monthly / TIB) * 100;
  const stages = ['ingest', 'similarity', 'publish'].map((stage): [string, number] => [
    stage,
    sum([...bills].filter(([step]) => step.startsWith(`${stage}:`)).map(([, bytes]) => bytes)),
  ]);
  const [[, ingest = 0] = [], ...rebuilds] = stages;
  const weekly = ingest * NIGHTS_PER_MONTH + (sum(rebuilds.map(([, bytes]) => bytes)) * NIGHTS_PER_MONTH) / 7;
  return {
    measuredGames: games,
    games: GAMES,
    tablesMib: largestFirst([...sizes].map(([name, size]) => [name, totalOf(size)])),
    storedGib: toHundredths(stored / GIB),
    ofFreeStoragePercent: toTenths((stored / FREE_STORAGE) * 100),
    nightlyMib: Object.fromEntries(stages.map(([stage, bytes]) => [stage, toTenths(bytes / MIB)])),
    stepsMib: largestFirst([...bills]),
    monthlyGib: toTenths(monthly / GIB),
    monthlyDollarsWithoutFreeTier: toHundredths((monthly / TIB) * DOLLARS_PER_TIB),
    ofFreeQueriesPercent: toTenths(percent),
    goalPercent: GOAL_PERCENT,
    rebuiltWeeklyPercent: toTenths((weekly / TIB) * 100),
    fullCrawlGib: toTenths(crawlBytes(sizes) / GIB),
  };
}
