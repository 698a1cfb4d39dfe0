import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Bucket, CreateWriteStreamOptions, File } from '@google-cloud/storage';
import { AlreadyThereError, type Storage } from '../storage.ts';

/** Cloud Storage: up to 8 MiB one request is quicker than a resumable session, which costs a round trip more. */
const RESUMABLE_FROM_BYTES = 8 * 1024 * 1024;
const DEFAULT_CONTENT_TYPE = 'application/octet-stream';
/** Cloud Storage: generation 0 is that of an object that is not there. */
const NOT_THERE = 0;
const HTTP_NOT_FOUND = 404;
const HTTP_PRECONDITION_FAILED = 412;
const HTTP_RANGE_NOT_SATISFIABLE = 416;
/** Custom metadata by which a writer knows its own object again. */
const WRITE_ID = 'write-id';

/** The client's own errors and those of its resumable uploads share nothing but this. */
function statusOf(error: unknown): number | undefined {
  const { code } = error as { code?: unknown };
  return typeof code === 'number' ? code : undefined;
}

/**
 * Storage in one Cloud Storage bucket. Whole objects are checked by crc32c in both directions. What Google calls retryable
 * the client retries; it retries a write that replaces only where it was made with `IdempotencyStrategy.RetryAlways`, which
 * is right here: the last writer wins.
 */
export function gcsStorage(bucket: Bucket): Storage {
  return {
    async read(path, range) {
      const file = bucket.file(path);
      try {
        if (range === undefined) return (await file.download({ decompress: false, validation: 'crc32c' }))[0];
        // HTTP cannot ask for a range of no bytes.
        if (range.end <= range.start) return (await file.exists())[0] ? new Uint8Array() : undefined;
        const { start, end } = range;
        return (await file.download({ decompress: false, start, end: end - 1 }))[0];
      } catch (error) {
        if (statusOf(error) === HTTP_NOT_FOUND) return undefined;
        if (statusOf(error) === HTTP_RANGE_NOT_SATISFIABLE) return new Uint8Array();
        throw error;
      }
    },

    async write(path, bytes, { createOnly = false, contentType = DEFAULT_CONTENT_TYPE } = {}) {
      const file = bucket.file(path);
      const writeId = randomUUID();
      const options: CreateWriteStreamOptions = {
        validation: 'crc32c',
        contentType,
        metadata: { metadata: { [WRITE_ID]: writeId } },
        ...(createOnly && { preconditionOpts: { ifGenerationMatch: NOT_THERE } }),
      };
      try {
        if (bytes instanceof Uint8Array) {
          await file.save(bytes, { ...options, resumable: bytes.length >= RESUMABLE_FROM_BYTES });
        } else {
          // Of unknown length; an upload that is not finished leaves nothing.
          await pipeline(Readable.from(bytes), file.createWriteStream({ ...options, resumable: true }));
        }
      } catch (error) {
        if (statusOf(error) !== HTTP_PRECONDITION_FAILED || !createOnly) throw error;
        if (!(await isOwn(file, writeId))) throw new AlreadyThereError(path);
      }
    },

    async list(prefix) {
      const [files] = await bucket.getFiles({ prefix, fields: 'items(name),nextPageToken' });
      return files.map(({ name }) => name).sort(byCodePoint);
    },

    async remove(path) {
      await bucket.file(path).delete({ ignoreNotFound: true });
    },
  };
}

/** Whether the object found in the way is this very write's: its answer was lost and the client sent it again. */
async function isOwn(file: File, writeId: string): Promise<boolean> {
  const [{ metadata }] = await file.getMetadata();
  return metadata?.[WRITE_ID] === writeId;
}

/** UTF-8 sorts as code points do, UTF-16 does not. */
const byCodePoint = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
