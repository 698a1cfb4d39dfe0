import type { Storage } from '../storage.ts';

/** What an object `leases/<name>/<number>.json` says. Times are ISO 8601, UTC. */
export interface LeaseEntry {
  holder: string;
  takenAt: string;
  expiresAt: string;
  released: boolean;
}

/** A thousand entries a day last for two thousand years. */
const DIGITS = 9;

const prefixOf = (name: string) => `leases/${name}/`;
const pathOf = (name: string, number: number) =>
  `${prefixOf(name)}${String(number).padStart(DIGITS, '0')}.json`;

/**
 * The last entry and its number; 0 when there is none yet. Listing costs a request for each thousand entries, of which a
 * run makes two and one for every few minutes it takes: a rule of the bucket may delete those older than a day.
 *
 * @param warn told of a last entry that cannot be read. It counts as none: it may not stop every run from then on, and a
 *   holder that is still at work finds out when it renews.
 */
export async function readLastEntry(
  storage: Storage,
  name: string,
  warn: (message: string) => void,
): Promise<{ number: number; entry: LeaseEntry | undefined }> {
  const prefix = prefixOf(name);
  const numbers = (await storage.list(prefix)).map((path) => numberIn(path.slice(prefix.length)));
  const number = numbers.reduce((a, b) => Math.max(a, b), 0);
  if (number === 0) return { number, entry: undefined };
  const entry = await readEntry(storage, name, number);
  if (entry === undefined) warn(`${pathOf(name, number)} is damaged; the lease counts as expired.`);
  return { number, entry };
}

/** Undefined when there is none, or nothing that can be read. */
export async function readEntry(
  storage: Storage,
  name: string,
  number: number,
): Promise<LeaseEntry | undefined> {
  const bytes = await storage.read(pathOf(name, number));
  if (bytes === undefined) return undefined;
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isEntry(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** @throws AlreadyThereError when there is an entry of that number */
export async function appendEntry(
  storage: Storage,
  name: string,
  number: number,
  entry: LeaseEntry,
): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(entry));
  await storage.write(pathOf(name, number), bytes, { createOnly: true, contentType: 'application/json' });
}

const numberIn = (fileName: string): number => Number(/^(\d+)\.json$/.exec(fileName)?.[1] ?? 0);

function isEntry(json: unknown): json is LeaseEntry {
  const { holder, takenAt, expiresAt, released } = (json ?? {}) as Record<string, unknown>;
  return (
    typeof holder === 'string' &&
    typeof takenAt === 'string' &&
    typeof expiresAt === 'string' &&
    !Number.isNaN(Date.parse(expiresAt)) &&
    typeof released === 'boolean'
  );
}
