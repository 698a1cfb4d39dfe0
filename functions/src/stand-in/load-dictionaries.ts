import { DICTIONARIES } from '../catalogue/dictionaries.ts';
import type { Database } from './database/database.ts';
import { loadEntry } from './database/load.ts';

/** Makes IGDB's own genres, platforms and so on known, so that ids of them can be expanded whatever the records hold. */
export function loadDictionaries(database: Database): void {
  for (const [endpoint, entries] of Object.entries(DICTIONARIES)) {
    for (const entry of entries) loadEntry(database, endpoint, entry);
  }
}
