import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readCatalogueFile } from '@playkin/functions/src/catalogue/file.ts';

/** Real games and players' tags for them, beside the project where it is developed, never in it. */
const EVAL_DIR = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'eval');

/** The fullest of IGDB's real records; not there in every clone. */
export const RICH_GAMES = join(EVAL_DIR, '..', 'igdb', 'games-rich.jsonl.gz');
export const JUDGED_GAMES = join(EVAL_DIR, 'judged-games-dev.jsonl.gz');
export const TAG_JUDGEMENTS = join(EVAL_DIR, 'tag-judgements-dev.jsonl.gz');
export const hasSharedData = existsSync(JUDGED_GAMES) && existsSync(TAG_JUDGEMENTS);

/** Ends the title of a test that needs them. */
export const SKIP_NOTE = hasSharedData
  ? ''
  : ` (skipped: there is no ../shared/data/eval beside the project)`;

/** The records of a JSON Lines file. */
export async function readRecords<T>(path: string): Promise<T[]> {
  const lines = await Array.fromAsync(readCatalogueFile(path));
  return lines.map((line) => JSON.parse(line) as T);
}
