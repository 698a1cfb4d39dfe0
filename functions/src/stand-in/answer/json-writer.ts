const FIRST_BYTES = 1 << 20;
/** Below this a loop is quicker than a call of `set`. */
const SHORT_BYTES = 48;

/** Gathers JSON text as bytes. */
export interface JsonWriter {
  copy(source: Uint8Array, start: number, end: number): void;
  text(bytes: Uint8Array): void;
  /** What was written; the writer is of no further use. */
  finish(): Buffer;
}

export function createJsonWriter(): JsonWriter {
  let bytes = Buffer.allocUnsafe(FIRST_BYTES);
  let length = 0;

  const copy = (source: Uint8Array, start: number, end: number) => {
    const size = end - start;
    if (length + size > bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(length + size, bytes.length * 2));
      bytes.copy(larger, 0, 0, length);
      bytes = larger;
    }
    if (size < SHORT_BYTES) {
      for (let i = 0; i < size; i += 1) bytes[length + i] = source[start + i] ?? 0;
    } else {
      bytes.set(source.subarray(start, end), length);
    }
    length += size;
  };

  return {
    copy,
    text: (text) => {
      copy(text, 0, text.length);
    },
    finish: () => bytes.subarray(0, length),
  };
}
