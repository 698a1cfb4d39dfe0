/** Above every id of IGDB's (407,006 games, fewer of anything else, in 2026), so that ids of both kinds can be mixed. */
export const FIRST_DERIVED_ID = 1_000_001;
const DERIVED_IDS = 1_000_000_000;

/** FNV-1a, 32 bits, of the UTF-8 bytes. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/**
 * An id for each name: the same in every run, and from {@link FIRST_DERIVED_ID} on.
 *
 * Where two names meet, the one later in code-point order takes the next free id, so the order of `names` has no say.
 */
export function deriveIds(
  names: Iterable<string>,
  hash: (name: string) => number = hash32,
): Map<string, number> {
  const ids = new Map<string, number>();
  const taken = new Set<number>();
  for (const name of [...new Set(names)].sort()) {
    let offset = hash(name) % DERIVED_IDS;
    while (taken.has(offset)) offset = (offset + 1) % DERIVED_IDS;
    taken.add(offset);
    ids.set(name, FIRST_DERIVED_ID + offset);
  }
  return ids;
}
