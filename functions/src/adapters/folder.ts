import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, mkdir, open, readdir, rename, rm, unlink } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AlreadyThereError, type ByteRange, type Storage } from '../storage.ts';

/** Unfinished writes lie beside their target under this name until they are whole. */
const PARTIAL_SUFFIX = '.partial';

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? '';
/** No such file, a part of the path that is a file, or a folder where a file was asked for. */
const isMissing = (error: unknown) => ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error));

/** Storage in a folder, made at the first write. */
export function folderStorage(folder: string): Storage {
  const fileOf = (path: string) => {
    const file = join(folder, path);
    if (path === '' || path.endsWith('/') || relative(folder, file).startsWith('..')) {
      throw new Error(`Not an object path: ${JSON.stringify(path)}`);
    }
    return file;
  };

  return {
    async read(path, range) {
      try {
        const handle = await open(fileOf(path));
        try {
          if (range === undefined) return await handle.readFile();
          return await readRange(handle, range);
        } finally {
          await handle.close();
        }
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },

    async write(path, bytes, options = {}) {
      const file = fileOf(path);
      const partial = `${file}.${randomUUID()}${PARTIAL_SUFFIX}`;
      await mkdir(dirname(file), { recursive: true });
      try {
        const chunks = bytes instanceof Uint8Array ? [bytes] : bytes;
        await pipeline(
          Readable.from(chunks, { objectMode: true }),
          createWriteStream(partial, { flush: true }),
        );
        // A hard link, unlike a rename, fails when the target is there.
        if (options.createOnly === true) await link(partial, file);
        else await rename(partial, file);
      } catch (error) {
        if (codeOf(error) === 'EEXIST') throw new AlreadyThereError(path);
        throw error;
      } finally {
        await rm(partial, { force: true });
      }
    },

    async remove(path) {
      try {
        await unlink(fileOf(path));
      } catch (error) {
        // EPERM is what some systems say of a folder, which is no object.
        if (!isMissing(error) && codeOf(error) !== 'EPERM') throw error;
      }
    },

    async list(prefix) {
      try {
        const entries = await readdir(folder, { recursive: true, withFileTypes: true });
        return entries
          .filter((entry) => entry.isFile() && !entry.name.endsWith(PARTIAL_SUFFIX))
          .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
          .filter((path) => path.startsWith(prefix))
          .sort();
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
    },
  };
}

async function readRange(
  handle: Awaited<ReturnType<typeof open>>,
  { start, end }: ByteRange,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.max(0, end - start));
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
  return bytes.subarray(0, bytesRead);
}
