import { LATEST_PATH, type Latest, type Manifest, manifestPath } from '@playkin/shared/release.ts';
import type { Storage } from '../storage.ts';

/** The manifest that latest.json leads to. Undefined before the first, and where one is damaged: a new release mends that. */
export async function readLastManifest(storage: Storage): Promise<Partial<Manifest> | undefined> {
  const latest = await readJson<Latest>(storage, LATEST_PATH);
  return latest?.release === undefined
    ? undefined
    : readJson<Manifest>(storage, manifestPath(latest.release));
}

async function readJson<T>(storage: Storage, path: string): Promise<Partial<T> | undefined> {
  const bytes = await storage.read(path);
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Partial<T>;
  } catch {
    return undefined;
  }
}
