import { invert, type Rows } from '../../arrays/rows.ts';

/** Canonical game → the games that fold onto it. A canonical game comes first, because its number is the lowest. */
export function editionsOf(canonical: Uint32Array, canonicalCount: number): Rows {
  const start = Uint32Array.from({ length: canonical.length + 1 }, (_, game) => game);
  return invert({ start, values: canonical }, canonicalCount);
}
