import { createHash } from 'node:crypto';

export interface Measure {
  bytes: number;
  sha256: string;
}

/** Passes bytes on and, when they have all passed, knows how many they were and their checksum. */
export function measured(bytes: Uint8Array | AsyncIterable<Uint8Array>): {
  passing: AsyncIterable<Uint8Array>;
  measure: () => Measure;
} {
  const hash = createHash('sha256');
  let passed = 0;
  async function* pass(): AsyncGenerator<Uint8Array> {
    for await (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) {
      hash.update(piece);
      passed += piece.length;
      yield piece;
    }
  }
  return { passing: pass(), measure: () => ({ bytes: passed, sha256: hash.digest('hex') }) };
}
