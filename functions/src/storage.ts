/** Half-open byte range, as in `bytes.subarray(start, end)`. */
export interface ByteRange {
  start: number;
  end: number;
}

export interface WriteOptions {
  /** Refuse to replace: throw {@link AlreadyThereError} when an object is at the path. Default: replace. */
  createOnly?: boolean;
  /** Default: `application/octet-stream`. */
  contentType?: string;
}

/** Objects at slash-separated paths. Contract: tests/support/storage-contract.ts. */
export interface Storage {
  /**
   * The object's bytes, or those of `range` (cut at the object's end). `undefined` when there is no object.
   */
  read(path: string, range?: ByteRange): Promise<Uint8Array | undefined>;
  /** Writes the object whole or not at all: no reader ever sees a part of it. */
  write(path: string, bytes: Uint8Array | AsyncIterable<Uint8Array>, options?: WriteOptions): Promise<void>;
  /** Paths that begin with `prefix`, in code-point order. */
  list(prefix: string): Promise<string[]>;
  /** Deletes the object. Nothing happens when there is none. */
  remove(path: string): Promise<void>;
}

/** A create-only write found an object at the path. */
export class AlreadyThereError extends Error {
  override name = 'AlreadyThereError';
  readonly path: string;

  constructor(path: string) {
    super(`There is already an object at ${path}`);
    this.path = path;
  }
}
