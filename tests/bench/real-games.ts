import { join } from 'node:path';

/** All of IGDB's games, beside the project where it is developed, never in it. */
export const REAL_GAMES = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  'shared',
  'data',
  'igdb',
  'games-all.jsonl.gz',
);
