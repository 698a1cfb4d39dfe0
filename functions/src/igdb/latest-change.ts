import { type Clock, isoTime } from '../clock.ts';
import type { Ask } from './ask.ts';
import type { Reading } from './http.ts';

/** How far IGDB's clock may be ahead of ours. What it dates later was never a change: a record with a wrong date. */
const MAX_CLOCK_SKEW_SECONDS = 24 * 60 * 60;

/** The latest `updated_at` of IGDB's games, ISO 8601, UTC; undefined when there is none. */
export function latestChange(ask: Ask, clock: Clock): Promise<string | undefined> {
  const last = Math.floor(clock() / 1000) + MAX_CLOCK_SKEW_SECONDS;
  // A game without updated_at meets no comparison.
  const query = `fields updated_at; where updated_at <= ${last}; sort updated_at desc; limit 1;`;
  return ask('games', query, (json) => readChange(json, last));
}

function readChange(json: unknown, last: number): Reading<string | undefined> {
  if (!Array.isArray(json)) return { problem: 'the answer is not a list of games' };
  if (json.length === 0) return { value: undefined };
  const { updated_at: seconds } = (json[0] ?? {}) as Record<string, unknown>;
  if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= last)) {
    return { problem: 'the game holds no updated_at such as asked for' };
  }
  return { value: isoTime(seconds * 1000) };
}
