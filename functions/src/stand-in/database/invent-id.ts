import { hash32 } from '../../catalogue/derive-ids.ts';
import { hasField } from './schema.ts';

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
export function inventId(
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
