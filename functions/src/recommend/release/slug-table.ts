import { at } from '../../arrays/rows.ts';
import type { Pause } from '../../release/packed.ts';

export interface SlugTable {
  /** The game of that slug. */
  find(slug: string): number | undefined;
}

/** FNV-1a, 32 bits. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let i = start; i < end; i++) value = Math.imul(value ^ at(bytes, i), 0x01000193);
  return value >>> 0;
}

function equal(a: Uint8Array, start: number, end: number, b: Uint8Array): boolean {
  if (end - start !== b.length) return false;
  for (let i = 0; i < b.length; i++) if (a[start + i] !== b[i]) return false;
  return true;
}

/** Slugs between two pauses: some five milliseconds. */
const SLUGS_AT_ONCE = 2 ** 15;

/** A hash table over the slugs where they lie: four bytes a slot instead of a string and a map entry for each game. */
export async function slugTable(ends: Uint32Array, utf8: Uint8Array, pause: Pause): Promise<SlugTable> {
  // At most half full, so that a search meets an empty slot soon.
  const mask = 2 ** Math.ceil(Math.log2(Math.max(2, ends.length * 2))) - 1;
  const slots = new Uint32Array(mask + 1); // game + 1, 0 = empty
  const startOf = (game: number) => (game > 0 ? at(ends, game - 1) : 0);

  for (let game = 0; game < ends.length; game++) {
    if (game % SLUGS_AT_ONCE === 0) await pause();
    let slot = hash(utf8, startOf(game), at(ends, game)) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = game + 1;
  }
  const encoder = new TextEncoder();
  return {
    find(slug) {
      const wanted = encoder.encode(slug);
      let slot = hash(wanted, 0, wanted.length) & mask;
      while (slots[slot] !== 0) {
        const game = at(slots, slot) - 1;
        if (equal(utf8, startOf(game), at(ends, game), wanted)) return game;
        slot = (slot + 1) & mask;
      }
      return undefined;
    },
  };
}
