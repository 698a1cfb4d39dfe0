import { isJsonObject, type JsonObject } from '@playkin/shared/json.ts';
import {
  FILES_SINCE,
  FORMAT_BEFORE,
  LATEST_PATH,
  manifestPath,
  RELEASE_FILES,
  RELEASE_FORMAT,
  RELEASES_PREFIX,
} from '@playkin/shared/release.ts';
import type { Manifest } from '@playkin/shared/release.ts';
import type { Storage } from '../storage.ts';
import { messageOf } from '../log.ts';
import { ReleaseError } from './error.ts';

/** A release's name becomes a folder in a path and a header's value. */
const RELEASE_NAME = /^[\w.-]{1,100}$/;

async function readJson(storage: Storage, path: string): Promise<JsonObject> {
  const bytes = await storage.read(path);
  if (!bytes) throw new ReleaseError(path, 'a JSON object', 'no file');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new ReleaseError(path, 'a JSON object', messageOf(error), { cause: error });
  }
  if (!isJsonObject(value)) throw new ReleaseError(path, 'a JSON object', typeof value);
  return value;
}

/** The name in latest.json. @throws {@link ReleaseError} when there is none. */
export async function readLatestName(storage: Storage): Promise<string> {
  const { release } = await readJson(storage, LATEST_PATH);
  if (typeof release !== 'string' || !RELEASE_NAME.test(release)) {
    throw new ReleaseError(LATEST_PATH, 'the name of a release', JSON.stringify(release) ?? 'none');
  }
  return release;
}

const COUNTS = ['games', 'canonicalGames', 'tags', 'aliases', 'features', 'vectorEntries'] as const;

/** The release's manifest, of this format or the one before. @throws {@link ReleaseError} */
export async function readManifest(storage: Storage, release: string): Promise<Manifest> {
  const path = manifestPath(release);
  const manifest = await readJson(storage, path);
  if (manifest['format'] !== RELEASE_FORMAT && manifest['format'] !== FORMAT_BEFORE) {
    const expected = `format ${FORMAT_BEFORE} or ${RELEASE_FORMAT}`;
    throw new ReleaseError(path, expected, `format ${String(manifest['format'])}`);
  }
  if (manifest['release'] !== release) {
    throw new ReleaseError(path, `release ${release}`, `release ${String(manifest['release'])}`);
  }
  const { counts, files } = manifest;
  for (const count of COUNTS) {
    if (!isJsonObject(counts) || !Number.isSafeInteger(counts[count])) {
      throw new ReleaseError(path, `counts.${count} as a number`, 'none');
    }
  }
  const isBefore = manifest['format'] === FORMAT_BEFORE;
  for (const name of RELEASE_FILES) {
    if (isBefore && FILES_SINCE.includes(name)) continue;
    const file = isJsonObject(files) ? files[name] : undefined;
    if (!isJsonObject(file) || !Number.isSafeInteger(file['bytes']) || typeof file['sha256'] !== 'string') {
      throw new ReleaseError(path, `files.${name} with bytes and sha256`, 'none');
    }
  }
  return manifest as unknown as Manifest;
}

/**
 * The manifest that latest.json leads to, as it is: of any format, and whatever it holds. Undefined before the first release,
 * and where a file is missing or damaged.
 */
export async function readLastManifest(storage: Storage): Promise<Partial<Manifest> | undefined> {
  return ifThere(async () => readJson(storage, manifestPath(await readLatestName(storage))));
}

/** The manifests of all releases that are kept, as they are, the newest first; those that are damaged are left out. */
export async function readAllManifests(storage: Storage): Promise<Partial<Manifest>[]> {
  const paths = (await storage.list(RELEASES_PREFIX)).filter((path) => path.endsWith('/manifest.json'));
  const manifests = await Promise.all(paths.map((path) => ifThere(() => readJson(storage, path))));
  const nameOf = ({ release = '' }: Partial<Manifest>) => release;
  return manifests
    .filter((manifest) => manifest !== undefined)
    .sort((a, b) => (nameOf(a) < nameOf(b) ? 1 : -1));
}

async function ifThere(read: () => Promise<Partial<Manifest>>): Promise<Partial<Manifest> | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ReleaseError) return undefined;
    throw error;
  }
}
