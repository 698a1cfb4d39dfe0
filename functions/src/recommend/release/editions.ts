import { invert, type Rows } from '../../arrays/rows.ts';

/** Canonical game → the games that fold onto it. A canonical game comes first, because its number is the lowest. */
export function editionsOf(canonical: Uint32Array, canonicalCount: number): Rows {
  const start = new Uint32Array(canonical.length + 1);
  for (let game = 0; game < start.length; game++) start[game] = game;
  return invert({ start, values: canonical }, canonicalCount);
}
