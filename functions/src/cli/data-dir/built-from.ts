import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject } from '@playkin/shared/json.ts';
import { LATEST_PATH, RELEASE_FORMAT } from '@playkin/shared/release.ts';
import { SQL_DIR } from '../../tables.ts';
import type { Context } from '../context.ts';
import type { Origin } from '../source/origin.ts';
import type { DataDir } from './data-dir.ts';

/** What a data folder was made from: `built-from.json` in it. */
export interface BuiltFrom {
  /** What the warehouse holds. */
  origin: Origin;
  /** See `fingerprintOf`. */
  fingerprint: string;
  /** Undefined until it is published for the first time. */
  published?: Published;
}

export interface Published {
  release: string;
  /** Of what the warehouse held at the time. */
  fingerprint: string;
  /** See {@link recipe}. */
  recipe: string;
}

const FILE = 'built-from.json';

/** Undefined for a folder that no command has filled yet. */
export async function readBuiltFrom(dataDir: DataDir, context: Context): Promise<BuiltFrom | undefined> {
  const bytes = await context.openStorage(dataDir.path).read(FILE);
  if (bytes === undefined) return undefined;
  const damaged = (cause?: unknown) =>
    new Error(`${join(dataDir.path, FILE)} is damaged; choose another --data-dir.`, { cause });
  let built: unknown;
  try {
    built = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw damaged(error);
  }
  if (!isJsonObject(built) || typeof built['fingerprint'] !== 'string' || !isOrigin(built['origin']))
    throw damaged();
  return built as unknown as BuiltFrom;
}

const isOrigin = (origin: unknown): boolean => {
  if (!isJsonObject(origin)) return false;
  const { kind, path } = origin;
  return (
    kind === 'bundled' ||
    kind === 'igdb' ||
    ((kind === 'file' || kind === 'archive') && typeof path === 'string')
  );
};

export async function writeBuiltFrom(dataDir: DataDir, context: Context, built: BuiltFrom): Promise<void> {
  const bytes = new TextEncoder().encode(`${JSON.stringify(built, null, 2)}\n`);
  await context.openStorage(dataDir.path).write(FILE, bytes);
}

export async function recordPublished(dataDir: DataDir, context: Context, release: string): Promise<void> {
  const built = await readBuiltFrom(dataDir, context);
  // A warehouse that no ingest of ours has filled stays of unknown origin.
  if (built === undefined) return;
  const published = { release, fingerprint: built.fingerprint, recipe: recipe() };
  await writeBuiltFrom(dataDir, context, { ...built, published });
}

/** Whether there is a release to serve. */
export const isPublished = async (dataDir: DataDir): Promise<boolean> =>
  (await dataDir.bucket.read(LATEST_PATH)) !== undefined;

/** SHA-256 of what a release is made by: the SQL, and the version of the release's format. */
export function recipe(): string {
  const hash = createHash('sha256').update(String(RELEASE_FORMAT));
  for (const file of globSync('**/*.{sql,json,csv}', { cwd: SQL_DIR }).sort()) {
    hash.update(file).update(readFileSync(join(SQL_DIR, file)));
  }
  return hash.digest('hex');
}
