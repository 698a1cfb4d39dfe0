import { createHash } from 'node:crypto';
import { Columns } from '@playkin/shared/columns.ts';
import { releasePath } from '@playkin/shared/release.ts';
import type { Manifest, ReleaseFile } from '@playkin/shared/release.ts';
import type { Storage } from '../../storage.ts';
import { messageOf } from '../../log.ts';
import { ReleaseError } from './error.ts';

/** The columns of one file, after its size and checksum were found to be those of the manifest. */
export async function readReleaseFile(
  storage: Storage,
  manifest: Manifest,
  file: ReleaseFile,
): Promise<Columns> {
  const path = releasePath(manifest.release, file);
  const expected = manifest.files[file];
  const bytes = await storage.read(path);
  if (!bytes) throw new ReleaseError(path, `${expected.bytes} bytes`, 'no file');
  if (bytes.length !== expected.bytes) {
    throw new ReleaseError(path, `${expected.bytes} bytes`, `${bytes.length} bytes`);
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== expected.sha256) {
    throw new ReleaseError(path, `sha256 ${expected.sha256}`, `sha256 ${sha256}`);
  }
  try {
    return new Columns(bytes);
  } catch (error) {
    throw new ReleaseError(path, 'a columns file', messageOf(error), { cause: error });
  }
}

/** Summaries stay in storage: of them only the size is checked, by reading their last byte and one more. */
export async function checkSummaries(storage: Storage, manifest: Manifest): Promise<void> {
  const path = releasePath(manifest.release, 'summaries');
  const { bytes } = manifest.files.summaries;
  if (bytes === 0) return;
  const tail = await storage.read(path, { start: bytes - 1, end: bytes + 1 });
  if (tail?.length === 1) return;
  const found = tail ? `${tail.length === 0 ? 'fewer' : 'more'} bytes` : 'no file';
  throw new ReleaseError(path, `${bytes} bytes`, found);
}
