const TWO_TO_32 = 2 ** 32;
/** 2^32 over the golden ratio (Knuth): seeds that follow each other begin far apart. */
const SPREAD = 0x9e3779b1;

/** Numbers in [0, 1), the same ones for the same seed: Marsaglia's xorshift32 (2003), of period 2^32 - 1. */
export function seededRandom(seed: number): () => number {
  // A state of 0 would never change.
  let state = Math.imul(seed + 1, SPREAD) || SPREAD;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / TWO_TO_32;
  };
}
