import { createHash } from 'node:crypto';
import { type ColumnReader, Columns } from '@playkin/shared/columns.ts';
import { FORMAT_BEFORE, type Manifest, type ReleaseFile, releasePath } from '@playkin/shared/release.ts';
import { messageOf } from '../../log.ts';
import type { Storage } from '../../storage.ts';
import { ReleaseError } from '../../release/error.ts';
import { type Pause, unpack } from '../../release/packed.ts';

/** The bytes of one file, after their number was found to be that of the manifest. */
export async function fetchFile(
  storage: Storage,
  manifest: Manifest,
  file: ReleaseFile,
): Promise<Uint8Array> {
  const path = releasePath(manifest.release, file);
  const expected = manifest.files[file];
  const bytes = await storage.read(path);
  if (!bytes) throw new ReleaseError(path, `${expected.bytes} bytes`, 'no file');
  if (bytes.length !== expected.bytes) {
    throw new ReleaseError(path, `${expected.bytes} bytes`, `${bytes.length} bytes`);
  }
  return bytes;
}

/** Bytes of which a checksum is added up between two pauses: some three milliseconds. */
const HASHED_AT_ONCE = 4 * 1024 * 1024;

/** The columns of a file, after its checksum was found to be that of the manifest. */
export async function openFile(
  manifest: Manifest,
  file: ReleaseFile,
  bytes: Uint8Array,
  pause: Pause,
): Promise<ColumnReader> {
  const path = releasePath(manifest.release, file);
  const expected = manifest.files[file];
  const hash = createHash('sha256');
  for (let from = 0; from < bytes.length; from += HASHED_AT_ONCE) {
    await pause();
    hash.update(bytes.subarray(from, from + HASHED_AT_ONCE));
  }
  const sha256 = hash.digest('hex');
  if (sha256 !== expected.sha256) {
    throw new ReleaseError(path, `sha256 ${expected.sha256}`, `sha256 ${sha256}`);
  }
  try {
    return manifest.format === FORMAT_BEFORE ? new Columns(bytes) : await unpack(bytes, pause);
  } catch (error) {
    throw new ReleaseError(path, 'the columns of this format', messageOf(error), { cause: error });
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

/** Checks that throw a {@link ReleaseError} which says what is wrong in that file. */
export function checker(manifest: Manifest, file: ReleaseFile) {
  const path = releasePath(manifest.release, file);
  return {
    length(name: string, column: { length: number }, expected: number) {
      if (column.length !== expected) {
        throw new ReleaseError(path, `${expected} elements in ${name}`, String(column.length));
      }
    },
    below(name: string, column: ArrayLike<number>, bound: number, except?: number) {
      for (let i = 0; i < column.length; i++) {
        const value = column[i] ?? 0;
        if (value >= bound && value !== except) {
          throw new ReleaseError(path, `numbers below ${bound} in ${name}`, `${value} at ${i}`);
        }
      }
    },
    rows(name: string, start: Uint32Array, total: number) {
      const wrong = start.findIndex((value, row) => value < (row > 0 ? (start[row - 1] ?? 0) : 0));
      if (wrong !== -1) throw new ReleaseError(path, `ascending numbers in ${name}`, `a fall at ${wrong}`);
      const end = start[start.length - 1] ?? 0;
      if ((start[0] ?? 0) !== 0 || end !== total) {
        throw new ReleaseError(path, `${name} from 0 to ${total}`, `${start[0] ?? 0} to ${end}`);
      }
    },
    /** Names the file in what the columns container itself has to say. */
    reading<T>(read: () => T): T {
      try {
        return read();
      } catch (error) {
        if (error instanceof ReleaseError) throw error;
        throw new ReleaseError(path, 'the columns of this format', messageOf(error), { cause: error });
      }
    },
  };
}
