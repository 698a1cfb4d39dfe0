import { existsSync } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Config } from '../../config.ts';
import { ARCHIVE_PREFIX } from '../../ingest/archive/paths.ts';
import type { Storage } from '../../storage.ts';
import type { Arguments } from '../arguments.ts';
import { placeOptions } from '../command-line.ts';
import type { Context, LocalWarehouse, WarehouseOptions } from '../context.ts';
import { NotReadyError } from '../errors.ts';
import { REPOSITORY } from '../../repository.ts';

/** The folder that stands for a cloud project: `warehouse.duckdb` and, in place of the bucket, `bucket`. */
export interface DataDir {
  path: string;
  bucket: Storage;
  /** What to type for another command to use the same folder: ` -- --data-dir …`, or nothing for the default one. */
  options: string;
}

export function dataDirOf(args: Arguments, context: Context): DataDir {
  const path = args.dataDir ?? join(REPOSITORY, '.data', defaultName(args, context.config));
  const places = placeOptions(args);
  return {
    path,
    bucket: context.openStorage(join(path, 'bucket')),
    options: places.length === 0 ? '' : ` -- ${places.join(' ')}`,
  };
}

function defaultName({ catalog }: Arguments, config: Config): string {
  if (catalog !== undefined) return `from-${basename(catalog).replace(/\.jsonl(\.gz)?$/, '')}`;
  if (config.igdb === undefined) return 'bundled';
  const { baseUrl } = config.igdb;
  return baseUrl === undefined ? 'igdb' : `igdb-at-${new URL(baseUrl).host.replace(/\W/g, '-')}`;
}

/**
 * DuckDB while games are stored, batch by batch. More memory would only be filled with what was stored, and each thread more
 * holds some ten megabytes of payloads, for less than a fifth of the time.
 */
const STORING = { readOnly: false, memoryLimit: '64MB', threads: 1 };

const warehouseFile = (dataDir: DataDir) => join(dataDir.path, 'warehouse.duckdb');

export async function makeDataDir({ path }: DataDir): Promise<void> {
  await makeFolder(path);
}

/** Opens the warehouse to store games in it, made with its folder when it is not there, for as long as the work takes. */
export async function withWarehouse<T>(
  dataDir: DataDir,
  context: Context,
  work: (warehouse: LocalWarehouse) => Promise<T>,
): Promise<T> {
  await makeDataDir(dataDir);
  return withOpen(dataDir, context, STORING, work);
}

export const hasWarehouse = (dataDir: DataDir): boolean => existsSync(warehouseFile(dataDir));

/** @throws {@link NotReadyError} when there is no warehouse */
export function needWarehouse(dataDir: DataDir, { readOnly }: { readOnly: boolean }): void {
  if (hasWarehouse(dataDir)) return;
  throw new NotReadyError(
    `There is no warehouse in ${dataDir.path}`,
    `npm run ${readOnly ? 'pipeline' : 'ingest'}${dataDir.options}`,
  );
}

/** Opens the warehouse that is there. @throws {@link NotReadyError} when there is none */
export async function withExistingWarehouse<T>(
  dataDir: DataDir,
  context: Context,
  options: { readOnly: boolean },
  work: (warehouse: LocalWarehouse) => Promise<T>,
): Promise<T> {
  needWarehouse(dataDir, options);
  return withOpen(dataDir, context, { ...options, memoryLimit: context.config.duckDbMemoryLimit }, work);
}

/**
 * Removes the warehouse with all that is in it, unless another process has it open; and the raw pages it was made from, lest
 * a replay bring them back among those of the next catalogue.
 */
export async function removeWarehouse(dataDir: DataDir, context: Context): Promise<void> {
  // Only one process may open it: whoever can, knows that nobody else works on it.
  await withWarehouse(dataDir, context, () => Promise.resolve());
  const file = warehouseFile(dataDir);
  const archive = join(dataDir.path, 'bucket', ARCHIVE_PREFIX);
  for (const path of [file, `${file}.wal`, `${file}.tmp`, archive])
    await rm(path, { recursive: true, force: true });
}

async function withOpen<T>(
  dataDir: DataDir,
  context: Context,
  options: Omit<WarehouseOptions, 'tempLimit'>,
  work: (warehouse: LocalWarehouse) => Promise<T>,
): Promise<T> {
  const warehouse = await context.openWarehouse(warehouseFile(dataDir), dataDir.bucket, {
    ...options,
    tempLimit: context.config.duckDbTempLimit,
  });
  try {
    return await work(warehouse);
  } finally {
    warehouse.close();
  }
}

/**
 * Makes a folder, with those above it. Not mkdir's own `recursive`: where a file system says of every new folder that there is
 * no such path, as /proc does, that one never ends.
 *
 * @param path absolute
 * @throws the system's error naming the first folder that could not be made
 */
export async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  try {
    await mkdir(path);
  } catch (error) {
    // Another process may have been first.
    if (!(await isFolder(path))) throw error;
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
