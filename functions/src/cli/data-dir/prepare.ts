import type { IgdbClient } from '../../igdb/client.ts';
import { PAGE_RECORDS } from '../../igdb/page.ts';
import { gameId } from '../../igdb/record.ts';
import { countLive } from '../../ingest/reconcile.ts';
import type { Warehouse } from '../../warehouse.ts';
import type { Arguments } from '../arguments.ts';
import type { Context } from '../context.ts';
import { type Origin, nameOf } from '../source/origin.ts';
import { type BuiltFrom, readBuiltFrom, writeBuiltFrom } from './built-from.ts';
import { type DataDir, hasWarehouse, removeWarehouse, withExistingWarehouse } from './data-dir.ts';
import { hasTable } from './needs.ts';

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

/**
 * Whether what the folder holds is part of what is wanted, or was. One path is one catalogue, whatever becomes of it; the bundled one
 * changes with the code, and goes on where its ids do.
 */
export async function goesOn(
  { dataDir, before, wanted: { origin, fingerprint }, mode }: Question,
  context: Context,
  igdb: Compared,
): Promise<boolean> {
  // An archive is IGDB's, unless a catalogue is named for it.
  if (before.origin.kind === 'archive') return mode === 'smart' || origin.kind === 'igdb';
  if (before.origin.kind !== origin.kind) return false;
  if (mode === 'smart' || before.fingerprint === fingerprint) return true;
  if (origin.kind === 'igdb') return false;
  return isSamePath(before.origin, origin) || holdsSameGames(dataDir, context, igdb);
}

const isSamePath = (before: Origin, now: Origin): boolean =>
  before.kind === 'file' && now.kind === 'file' && before.path === now.path;

/** What of a catalogue is asked for to compare it. */
export type Compared = Pick<IgdbClient, 'count' | 'pages'>;

/** IGDB takes as many ids in a list as a page has games. */
const SAMPLE_GAMES = PAGE_RECORDS;
/** Share of the smaller catalogue's games that both must have; a month changes a few in a hundred. */
const MIN_SHARED = 0.5;

/**
 * Whether the catalogue is another state of what the folder holds, such as next month's, or a part of it, or has it as a
 * part; and not another one: by the overlap coefficient of their ids, estimated from a sample of the smaller of the two. A
 * truncated catalogue is thus taken for what it was, and the guard against mass removals answers it.
 */
async function holdsSameGames(dataDir: DataDir, context: Context, igdb: Compared): Promise<boolean> {
  if (!hasWarehouse(dataDir)) return false;
  return withExistingWarehouse(dataDir, context, { readOnly: true }, async (warehouse) => {
    if (!(await hasTable(warehouse, 'raw_games'))) return false;
    const stored = await countLive(warehouse);
    if (stored === 0) return false;
    const shared =
      (await igdb.count()) < stored
        ? await shareStored(warehouse, await firstIds(igdb))
        : await shareListed(igdb, await sampleOf(warehouse));
    return shared >= MIN_SHARED;
  });
}

/** Ids of games spread over all that are stored. */
async function sampleOf(warehouse: Warehouse): Promise<number[]> {
  const sql = `SELECT id FROM raw_games WHERE removed_at IS NULL
    ORDER BY MOD(id * 7919, 100003), id LIMIT ${SAMPLE_GAMES}`;
  return (await Array.fromAsync(warehouse.query(sql))).map(({ id }) => Number(id));
}

async function firstIds(igdb: Compared): Promise<number[]> {
  const pages = await Array.fromAsync(igdb.pages({ afterId: 0, fields: ['id'], limit: SAMPLE_GAMES }));
  return pages.flatMap(({ records }) => records.map(gameId)).filter((id) => id !== undefined);
}

const shareListed = async (igdb: Compared, ids: readonly number[]): Promise<number> =>
  (await igdb.count(`id = (${ids.join(',')})`)) / ids.length;

async function shareStored(warehouse: Warehouse, ids: readonly number[]): Promise<number> {
  if (ids.length === 0) return 0;
  const sql = `SELECT id FROM raw_games WHERE removed_at IS NULL AND id IN (${ids.join(', ')})`;
  return (await Array.fromAsync(warehouse.query(sql))).length / ids.length;
}
