import { LATEST_PATH, manifestPath, RELEASE_FILES, RELEASE_FORMAT } from '@playkin/shared/release.ts';
import type { Manifest } from '@playkin/shared/release.ts';
import type { Storage } from '../../storage.ts';
import { messageOf } from '../../log.ts';
import { ReleaseError } from './error.ts';

/** A release's name becomes a folder in a path and a header's value. */
const RELEASE_NAME = /^[\w.-]{1,100}$/;

type Unchecked = Record<string, unknown>;

async function readJson(storage: Storage, path: string): Promise<Unchecked> {
  const bytes = await storage.read(path);
  if (!bytes) throw new ReleaseError(path, 'a JSON object', 'no file');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new ReleaseError(path, 'a JSON object', messageOf(error), { cause: error });
  }
  if (!isObject(value)) throw new ReleaseError(path, 'a JSON object', typeof value);
  return value;
}

const isObject = (value: unknown): value is Unchecked => typeof value === 'object' && value !== null;

/** The name in latest.json. @throws {@link ReleaseError} when there is none. */
export async function readLatestName(storage: Storage): Promise<string> {
  const { release } = await readJson(storage, LATEST_PATH);
  if (typeof release !== 'string' || !RELEASE_NAME.test(release)) {
    throw new ReleaseError(LATEST_PATH, 'the name of a release', JSON.stringify(release) ?? 'none');
  }
  return release;
}

const COUNTS = ['games', 'canonicalGames', 'tags', 'aliases', 'features', 'vectorEntries'] as const;

/** The release's manifest, of the one format that this reader knows. @throws {@link ReleaseError} */
export async function readManifest(storage: Storage, release: string): Promise<Manifest> {
  const path = manifestPath(release);
  const manifest = await readJson(storage, path);
  if (manifest['format'] !== RELEASE_FORMAT) {
    throw new ReleaseError(path, `format ${RELEASE_FORMAT}`, `format ${String(manifest['format'])}`);
  }
  if (manifest['release'] !== release) {
    throw new ReleaseError(path, `release ${release}`, `release ${String(manifest['release'])}`);
  }
  const { counts, files } = manifest;
  for (const count of COUNTS) {
    if (!isObject(counts) || !Number.isSafeInteger(counts[count])) {
      throw new ReleaseError(path, `counts.${count} as a number`, 'none');
    }
  }
  for (const name of RELEASE_FILES) {
    const file = isObject(files) ? files[name] : undefined;
    if (!isObject(file) || !Number.isSafeInteger(file['bytes']) || typeof file['sha256'] !== 'string') {
      throw new ReleaseError(path, `files.${name} with bytes and sha256`, 'none');
    }
  }
  return manifest as unknown as Manifest;
}
