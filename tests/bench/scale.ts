import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openDuckDb } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { formatRows } from '@playkin/functions/src/cli/terminal/format-rows.ts';
import { REPOSITORY } from '@playkin/functions/src/repository.ts';
import { readVectors } from '@playkin/functions/src/evaluate/sparse-vectors.ts';
import { LEAST_SCORE } from '@playkin/shared/release.ts';
import type { Warehouse } from '@playkin/functions/src/warehouse.ts';
import { readNeighbors, readRenown } from '../support/brute-force.ts';
import { indexWalk } from './peers/index-walk.ts';
import { type Peer, indexOf } from './peers/peer.ts';
import { pythonWithScipy, scipyTopK } from './peers/scipy.ts';
import { pythonWithSparseDotTopn, sparseDotTopn } from './peers/sparse-dot-topn.ts';
import { REAL_GAMES } from './real-games.ts';
import { build } from './scale/build.ts';
import type { Built, BuiltTable } from './scale/order.ts';
import { countProducts } from './scale/products.ts';
import { writeSlice } from './scale/slice.ts';

/** A sixteenth, a quarter and all of the catalogue. */
const EVERY = [16, 4, 1];
const MEMORY_LIMIT = '1GB';
/** More rows than these tell no more, and to compare all with all takes the peers hours. */
const PEER_ROWS = 512;

const run = promisify(execFile);
const round = (value: number, digits = 1) => Number(value.toFixed(digits));
const sum = (tables: readonly BuiltTable[], key: 'seconds' | 'cpuSeconds' | 'checkSeconds') =>
  tables.reduce((total, table) => total + table[key], 0);

/**
 * Features, vectors and neighbours, from slices of a catalogue that are alike: seconds, memory and products, and the neighbours
 * beside other programs that find them for the same vectors. What has been ingested below the data folder is used again.
 */
export async function benchScale(dataDir: string, catalog = REAL_GAMES): Promise<object> {
  await mkdir(dataDir, { recursive: true });
  const topn = await pythonWithSparseDotTopn(dataDir);
  if (topn === undefined) {
    process.stderr.write('No Python that can install sparse_dot_topn from PyPI: not compared with it.\n');
  }
  // It brings scipy.
  const python = topn ?? (await pythonWithScipy());
  if (python === undefined) {
    process.stderr.write(
      'No Python with scipy (Debian: apt-get install python3-scipy): not compared with it.\n',
    );
  }
  const sizes = [];
  for (const every of EVERY) {
    const folder = join(dataDir, `scale-${every}`);
    await ingestSlice(catalog, every, folder);
    await build({ dataDir: folder, folders: ['seeds', 'staging'], memoryLimit: MEMORY_LIMIT });
    const load = loadavg()[0] ?? 0;
    const built = await build({
      dataDir: folder,
      folders: ['features', 'similarity'],
      memoryLimit: MEMORY_LIMIT,
    });
    const figures = { ...(await figuresOf(folder, built, { python, topn })), 'load before': round(load) };
    const tables = built.tables.map(tableRow);
    process.stderr.write(`${formatRows(tables, 'table')}\n${formatRows([figures], 'table')}\n`);
    sizes.push({ ...figures, tables });
  }
  return { memoryLimit: MEMORY_LIMIT, cores: availableParallelism(), sizes };
}

const tableRow = ({ name, rows, seconds, cpuSeconds, checkSeconds }: BuiltTable) => ({
  table: name,
  rows,
  seconds: round(seconds),
  cpuSeconds: round(cpuSeconds),
  checkSeconds: round(checkSeconds),
});

async function ingestSlice(catalog: string, every: number, folder: string): Promise<void> {
  if (existsSync(join(folder, 'warehouse.duckdb'))) return;
  await mkdir(folder, { recursive: true });
  const slice = join(folder, 'games.jsonl.gz');
  await writeSlice(catalog, every, slice);
  const program = join(REPOSITORY, 'functions', 'src', 'local.ts');
  await run(process.execPath, [program, 'ingest', '--catalog', slice, '--data-dir', folder]);
}

/** Pythons that have what a peer needs. */
interface Pythons {
  /** scipy. */
  python: string | undefined;
  /** sparse_dot_topn. */
  topn: string | undefined;
}

/** The steps that find neighbours. */
const FINDING = ['draft_neighbors', 'closed_neighbors', 'open_features', 'neighbors'];

async function figuresOf(folder: string, { tables, peakRssMib }: Built, pythons: Pythons) {
  const warehouse = await openDuckDb({
    path: join(folder, 'warehouse.duckdb'),
    storage: folderStorage(join(folder, 'bucket')),
    memoryLimit: MEMORY_LIMIT,
    readOnly: true,
  });
  try {
    const [{ games } = { games: 0 }] = await Array.fromAsync(
      warehouse.query('SELECT COUNT(*) AS games FROM raw_games WHERE removed_at IS NULL'),
    );
    const ofNeighbors = tables.filter(({ name }) => FINDING.includes(name));
    const neighborSeconds = sum(ofNeighbors, 'seconds');
    const { products, worstCase, draftProducts, closedSetPairs } = await countProducts(warehouse);
    const peers = await compare(warehouse, neighborSeconds, pythons);
    return {
      games: Number(games),
      seconds: round(sum(tables, 'seconds') + sum(tables, 'checkSeconds')),
      neighborSeconds: round(neighborSeconds),
      cpuSeconds: round(sum(tables, 'cpuSeconds')),
      peakRssMib: Math.round(peakRssMib),
      products,
      worstCase,
      draftProducts,
      closedSetPairs,
      ...peers,
    };
  } finally {
    warehouse.close();
  }
}

/** The neighbours' seconds as a part of each peer's, and in how many lists its scores are others. */
async function compare(warehouse: Warehouse, seconds: number, { python, topn }: Pythons) {
  const vectors = await readVectors(warehouse);
  const standings = await readRenown(warehouse);
  const neighbors = await readNeighbors(warehouse);
  const rows = Math.min(PEER_ROWS, vectors.ids.length);
  const idOf = (row: number) => vectors.ids[indexOf(row, rows, vectors.ids.length)] ?? -1;
  // To the peers every game is one that is not adult: the lists of adult games are others.
  const compared = Array.from({ length: rows }, (_, row) => row).filter(
    (row) => standings.get(idOf(row))?.adult !== true,
  );
  const listed = Uint8Array.from(vectors.ids, (id) => {
    const { recommended = false, adult = false } = standings.get(id) ?? {};
    return recommended && !adult ? 1 : 0;
  });
  const differing = ({ scoresOf }: Peer) =>
    compared.filter((row) => {
      const list = (neighbors.get(idOf(row)) ?? []).toSorted((a, b) => b.score - a.score);
      return scoresOf(row).some(
        (score, rank) => (score < LEAST_SCORE ? 0 : score) !== (list[rank]?.score ?? 0),
      );
    }).length;
  const figures = (name: string, peer: Peer) => ({
    [`of ${name}`]: round(seconds / peer.seconds, 3),
    [`${name}, s`]: round(peer.seconds),
    [`lists unlike ${name}`]: `${differing(peer)} of ${compared.length}`,
  });
  return {
    ...(topn !== undefined &&
      figures('sparse_dot_topn', await sparseDotTopn(topn, vectors, rows, listed, availableParallelism()))),
    ...figures('index walk', indexWalk(vectors, rows, listed)),
    ...(python !== undefined && figures('scipy', await scipyTopK(python, vectors, rows, listed))),
  };
}
