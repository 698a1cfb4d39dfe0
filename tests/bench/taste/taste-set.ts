import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Written down by people who know the games, before they saw any list. Games are spelled `Name` or `Name (year)`. */
export interface TasteCase {
  slug: string;
  game: string;
  /** Five that any player of it would accept as the next to play. */
  accepted: string[];
  /** Three that would be embarrassing there. */
  embarrassing: string[];
}

export const TASTE_DIR = join(import.meta.dirname, 'games');
/** Cases that no change was made for. */
export const UNSEEN_DIR = join(import.meta.dirname, 'unseen-games');

/** Every `<slug>.json` of the folder, by slug. */
export const readTasteSet = (folder: string): TasteCase[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({
      slug: basename(file, '.json'),
      ...(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Omit<TasteCase, 'slug'>),
    }));

/** Every game that a case names. */
export const namesIn = ({ game, accepted, embarrassing }: TasteCase): string[] => [
  game,
  ...accepted,
  ...embarrassing,
];
