import type { Arguments } from '../arguments.ts';
import { type BuiltFrom, readBuiltFrom, writeBuiltFrom } from './built-from.ts';
import type { Context } from '../context.ts';
import { type DataDir, removeWarehouse } from './data-dir.ts';
import { type Compared, holdsSameGames } from '../holds-same-games.ts';
import { nameOf, type Origin } from '../source/origin.ts';

type Wanted = Pick<BuiltFrom, 'origin' | 'fingerprint'>;

/**
 * Makes sure that games of two catalogues do not come to lie in one warehouse: a folder made from another catalogue
 * starts afresh. A newer state of the same one is gone on with, as is IGDB's own: what changed in it and what is gone from
 * it are then seen as such. A smart run is asked for what changed in a catalogue, so it goes on with what is there. A folder filled
 * from IGDB is never emptied; `originOf` refuses a catalogue for it.
 *
 * @returns whether the catalogue is another state of what runs before have read: what broke off in that one cannot be gone on
 *   with in this one
 */
export async function prepareDataDir(
  dataDir: DataDir,
  wanted: Wanted,
  mode: Arguments['mode'],
  context: Context,
  igdb: Compared,
): Promise<boolean> {
  const before = await readBuiltFrom(dataDir, context);
  if (before === undefined || (await goesOn({ dataDir, before, wanted, mode }, context, igdb))) {
    await writeBuiltFrom(dataDir, context, { ...before, ...wanted });
    return isNewState(before, wanted);
  }
  const message = `${holdsAnother(dataDir, before.origin)}: starting afresh.`;
  context.progress.log({ severity: 'WARNING', message });
  await removeWarehouse(dataDir, context);
  await writeBuiltFrom(dataDir, context, wanted);
  return false;
}

export const isNewState = (before: BuiltFrom | undefined, wanted: Wanted): boolean =>
  before !== undefined && before.fingerprint !== wanted.fingerprint;

export const holdsAnother = ({ path }: DataDir, origin: Origin): string =>
  `${path} holds another catalogue (${nameOf(origin)})`;

interface Question {
  dataDir: DataDir;
  before: BuiltFrom;
  wanted: Wanted;
  mode: Arguments['mode'];
}

/** Whether what the folder holds is part of what is wanted, or was. One path is one catalogue, whatever becomes of it. */
export async function goesOn(
  { dataDir, before, wanted: { origin, fingerprint }, mode }: Question,
  context: Context,
  igdb: Compared,
): Promise<boolean> {
  // An archive is IGDB's, unless a catalogue is named for it.
  if (before.origin.kind === 'archive') return mode === 'smart' || origin.kind === 'igdb';
  if (before.origin.kind !== origin.kind) return false;
  if (mode === 'smart' || before.fingerprint === fingerprint) return true;
  if (origin.kind !== 'file') return false;
  return isSamePath(before.origin, origin) || holdsSameGames(dataDir, context, igdb);
}

const isSamePath = (before: Origin, now: Origin): boolean =>
  before.kind === 'file' && now.kind === 'file' && before.path === now.path;
