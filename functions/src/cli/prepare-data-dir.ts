import type { Arguments } from './arguments.ts';
import { type BuiltFrom, readBuiltFrom, writeBuiltFrom } from './built-from.ts';
import type { Context } from './context.ts';
import { type DataDir, removeWarehouse } from './data-dir.ts';
import { nameOf } from './origin.ts';

type Wanted = Pick<BuiltFrom, 'origin' | 'fingerprint'>;

/**
 * Makes sure that games of two catalogues do not come to lie in one warehouse: a folder made from another catalogue
 * starts afresh. A smart run is asked for what changed in a catalogue, so it goes on with what is there. A folder filled
 * from IGDB is never emptied; `originOf` refuses a catalogue for it.
 */
export async function prepareDataDir(
  dataDir: DataDir,
  wanted: Wanted,
  mode: Arguments['mode'],
  context: Context,
): Promise<void> {
  const before = await readBuiltFrom(dataDir, context);
  if (before === undefined || goesOn(before, wanted, mode)) {
    await writeBuiltFrom(dataDir, context, { ...before, ...wanted });
    return;
  }
  const message = `${dataDir.path} holds another catalogue (${nameOf(before.origin)}): starting afresh.`;
  context.progress.log({ severity: 'WARNING', message });
  await removeWarehouse(dataDir, context);
  await writeBuiltFrom(dataDir, context, wanted);
}

/** Whether what the folder holds is part of what is wanted. */
export function goesOn(before: BuiltFrom, { origin, fingerprint }: Wanted, mode: Arguments['mode']): boolean {
  // An archive is IGDB's, unless a catalogue is named for it.
  if (before.origin.kind === 'archive') return mode === 'smart' || origin.kind === 'igdb';
  if (before.origin.kind !== origin.kind) return false;
  return mode === 'smart' || before.fingerprint === fingerprint;
}
