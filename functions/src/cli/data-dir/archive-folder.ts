import { basename, dirname, join } from 'node:path';
import { ARCHIVE_PREFIX } from '../../ingest/archive/paths.ts';
import { type ArchivedRun, findRuns } from '../../ingest/archive/read.ts';
import type { Storage } from '../../storage.ts';
import type { Context } from '../context.ts';
import type { DataDir } from './data-dir.ts';
import { UsageError } from '../errors.ts';

export interface ArchiveFolder {
  /** What the runs' paths are below. */
  storage: Storage;
  runs: ArchivedRun[];
}

/**
 * The runs of an archive, or of the part of it that `folder` is.
 *
 * @throws {@link UsageError} when there are none
 */
export async function openArchiveFolder(folder: string, context: Context): Promise<ArchiveFolder> {
  // A run's own folder is what names it.
  const isRun = basename(folder).startsWith('run=');
  const storage = context.openStorage(isRun ? dirname(folder) : folder);
  const runs = await findRuns(storage, isRun ? `${basename(folder)}/` : '');
  if (runs.length === 0) {
    throw new UsageError(
      `--replay: there is no archive in ${folder}: expected folders date=…/run=… with pages, which ingest writes below ` +
        `bucket/${ARCHIVE_PREFIX.slice(0, -1)} in its data folder.`,
    );
  }
  return { storage, runs };
}

/** The archive that a part of it belongs to: the folder above `raw/games`, `date=…` and `run=…`. */
export const archiveOf = (folder: string): string =>
  folder.replace(/([\\/]raw([\\/]games)?)?([\\/]date=[^\\/]+)?([\\/]run=[^\\/]+)?$/, '');

/** Whether it is what the data folder's own runs have kept. */
export const isOwnArchive = (archive: string, dataDir: DataDir): boolean =>
  archive === dataDir.path || archive === join(dataDir.path, 'bucket');
