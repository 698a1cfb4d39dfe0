import { isJsonObject, type JsonObject } from '@playkin/shared/json.ts';
import { hash32 } from '../../catalogue/derive-ids.ts';
import { DICTIONARIES } from '../../catalogue/dictionaries.ts';
import type { Database } from './database.ts';
import { hasField, targetOf } from './schema.ts';

/**
 * Puts a game record into the database: what it holds of other endpoints (`genres: [{ id, name }]`) goes into their
 * tables, and the record keeps the ids.
 *
 * Ids that stand alone stay, whether or not another record tells what is behind them. Games are never made from what
 * other games say of them. Of two records with one id the one with the newer `updated_at` counts, and of equal ones the later.
 *
 * @throws Error when the text is no JSON object with a whole number as its id.
 */
export function loadGame(database: Database, json: string | Buffer): void {
  const record: unknown = JSON.parse(json.toString());
  const id = isJsonObject(record) ? record['id'] : undefined;
  if (!isJsonObject(record) || !isId(id))
    throw new Error(`A game record without an id: ${json.toString().slice(0, 200)}`);
  const games = database.table('games');
  const before = games?.get(id);
  if (before !== undefined && changedAt(before.get('updated_at')) > changedAt(record['updated_at'])) return;
  games?.put(id, fieldsOf({ database, gameId: id }, 'games', record));
}

/** A record without a time of its change is older than any other. */
const changedAt = (seconds: unknown): number => Number(seconds ?? 0) || 0;

/** Adds an entry of a dictionary, such as a genre, or the fields of it that are not there yet. */
function loadEntry(database: Database, endpoint: string, entry: { id: number }): void {
  absorb({ database, gameId: 0 }, endpoint, entry.id, { ...entry });
}

interface Context {
  database: Database;
  /** The game whose record is being loaded. */
  gameId: number;
}

function fieldsOf(context: Context, endpoint: string, record: JsonObject): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(record)) {
    const json = jsonOf(context, targetOf(endpoint, name), value);
    if (json !== undefined) fields.set(name, json);
  }
  return fields;
}

/** Undefined for null and for empty lists: IGDB leaves such fields out. */
function jsonOf(context: Context, target: string | undefined, value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value) && value.length === 0) return undefined;
  if (target === undefined) return JSON.stringify(value);
  if (!Array.isArray(value)) return refer(context, target, value, 0)?.toString();
  const ids = value
    .map((item, position) => refer(context, target, item, position))
    .filter((id) => id !== undefined);
  return ids.length === 0 ? undefined : `[${ids.join(',')}]`;
}

/** The id of what the value, an id or an object, refers to. */
function refer(context: Context, target: string, value: unknown, position: number): number | undefined {
  if (isId(value)) return value;
  if (!isJsonObject(value)) return undefined;
  const id = value['id'];
  if (target === 'games') return isId(id) ? id : undefined;
  const known = isId(id) ? id : inventId(target, value, context.gameId, position);
  absorb(context, target, known, value);
  return known;
}

function absorb(context: Context, endpoint: string, id: number, record: JsonObject): void {
  const table = context.database.table(endpoint);
  if (table === undefined) return;
  const entry: JsonObject = { id, ...record };
  // An id alone tells nothing: it is to be served bare, as IGDB serves what it cannot expand.
  if (Object.keys(entry).length === 1) return;
  if (context.gameId !== 0 && hasField(endpoint, 'game')) entry['game'] ??= context.gameId;
  const row = table.rowOf(id);
  // The same genre comes with every other game: only what is not known yet is worth a look.
  const isKnown = (name: string) => row !== undefined && table.columns.get(name)?.has(row) === true;
  if (Object.keys(entry).every(isKnown)) return;
  table.put(id, new Map([...fieldsOf(context, endpoint, entry), ...(table.get(id) ?? [])]));
}

const isId = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** Makes IGDB's own genres, platforms and so on known, so that ids of them can be expanded whatever the records hold. */
export function loadDictionaries(database: Database): void {
  for (const [endpoint, entries] of Object.entries(DICTIONARIES)) {
    for (const entry of entries) loadEntry(database, endpoint, entry);
  }
}

/** Above the ids of IGDB's and of the bundled catalogue, and below 2³¹ for games up to id 1,000,000. */
const FIRST_INVENTED_ID = 1_100_000_000;
const INVENTED_IDS = 1_000_000_000;
/** More than any list in a game record has. */
const POSITIONS = 1000;

/**
 * An id for a nested object that has none, since IGDB never sends one without: the same in every run.
 *
 * What belongs to one game, such as a cover, is told by the game and the position in its list; what games share, such as a
 * company, by its name.
 */
function inventId(
  endpoint: string,
  record: Record<string, unknown>,
  gameId: number,
  position: number,
): number {
  const name = record['name'];
  const isShared = typeof name === 'string' && !hasField(endpoint, 'game');
  const offset = isShared ? hash32(name) : gameId * POSITIONS + position;
  return FIRST_INVENTED_ID + (offset % INVENTED_IDS);
}
