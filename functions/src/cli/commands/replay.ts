import { isDeepStrictEqual } from 'node:util';
import { replay, type ReplaySummary } from '../../ingest/replay.ts';
import { withLease } from '../../runs/lease.ts';
import { archiveOf, isOwnArchive, openArchiveFolder } from '../data-dir/archive-folder.ts';
import type { Arguments } from '../arguments.ts';
import { readBuiltFrom, writeBuiltFrom } from '../data-dir/built-from.ts';
import type { Context } from '../context.ts';
import { type DataDir, dataDirOf, makeDataDir, withWarehouse } from '../data-dir/data-dir.ts';
import { nameOf, type Origin } from '../source/origin.ts';
import { depsOf, leaseOn, untilDone } from './stages.ts';
import { UsageError } from '../errors.ts';

/**
 * Fills the data folder from an archive: IGDB is not asked, nor the stand-in.
 *
 * @param folder where the archive is, absolute
 */
export const runReplay = (folder: string, args: Arguments, context: Context): Promise<ReplaySummary> =>
  untilDone(context, async () => {
    const { storage, runs } = await openArchiveFolder(folder, context);
    const dataDir = dataDirOf(args, context);
    await makeDataDir(dataDir);
    return withLease(leaseOn(dataDir, context), async () => {
      await claim(dataDir, archiveOf(folder), context);
      return withWarehouse(dataDir, context, (warehouse) =>
        replay({ ...depsOf(context), warehouse, storage }, runs),
      );
    });
  });

/** Makes sure that the games of the archive do not come to lie among others. */
async function claim(dataDir: DataDir, archive: string, context: Context): Promise<void> {
  const before = await readBuiltFrom(dataDir, context);
  // What this folder's runs have kept is made from what the folder is made from.
  if (before !== undefined && isOwnArchive(archive, dataDir)) return;
  const origin: Origin = { kind: 'archive', path: archive };
  if (before !== undefined && !isDeepStrictEqual(before.origin, origin)) {
    throw new UsageError(
      `${dataDir.path} holds games from ${nameOf(before.origin)}; choose another --data-dir for those of the archive.`,
    );
  }
  await writeBuiltFrom(dataDir, context, { ...before, origin, fingerprint: '' });
}
