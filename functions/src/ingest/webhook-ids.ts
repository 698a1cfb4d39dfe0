import { isoTime } from '../clock.ts';
import type { Storage } from '../storage.ts';

const DAY_MS = 86_400_000;

/** Where what came on a day lies; `date` is YYYY-MM-DD, UTC. */
const prefixOf = (date: string) => `webhooks/games/date=${date}/`;
/** Sorts by time, and has no colon, which not every file system takes in a name. */
const inName = (ms: number) => isoTime(ms).replaceAll(/[-:.]/g, '');

/** Notes that IGDB has told of game `id`: an object whose name says all. Twice within a millisecond is once. */
export async function recordWebhookId(storage: Storage, id: number, nowMs: number): Promise<void> {
  const date = isoTime(nowMs).slice(0, 10);
  await storage.write(`${prefixOf(date)}${inName(nowMs)}-${id}`, new Uint8Array());
}

/**
 * The games that webhooks told of from `since` up to, but not, `until`, in ascending order. Lists a folder a day.
 *
 * @param since ISO 8601, UTC; so is `until`
 */
export async function readWebhookIds(storage: Storage, since: string, until: string): Promise<number[]> {
  const [from, to] = [inName(Date.parse(since)), inName(Date.parse(until))];
  const ids = new Set<number>();
  for (const date of datesBetween(since, until)) {
    const prefix = prefixOf(date);
    for (const path of await storage.list(prefix)) {
      const [, time = '', id] = /^(\d{8}T\d{9}Z)-(\d+)$/.exec(path.slice(prefix.length)) ?? [];
      if (time >= from && time < to) ids.add(Number(id));
    }
  }
  return [...ids].sort((a, b) => a - b);
}

function* datesBetween(since: string, until: string): Generator<string> {
  const lastMs = Date.parse(until);
  for (let ms = Date.parse(since.slice(0, 10)); ms < lastMs; ms += DAY_MS) yield isoTime(ms).slice(0, 10);
}
