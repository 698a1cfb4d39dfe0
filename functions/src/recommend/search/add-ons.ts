/** IGDB's types of what adds to, bundles or updates other games: DLC, expansion, bundle, mod, season, pack, update. */
const TYPES: ReadonlySet<number> = new Set([1, 2, 3, 5, 7, 13, 14]);

/** Most of such records have no type; then the last words of the name tell. */
const LAST_WORDS: ReadonlySet<string> = new Set(
  'bundle costume costumes demo dlc expansion ost pack pass skin skins soundtrack upgrade'.split(' '),
);

/** Whether the game only adds to another one. What many rated is a game, whatever its last word. */
export function isAddOn(parts: readonly (readonly string[])[], type: number, ratings: number): boolean {
  return TYPES.has(type) || (ratings === 0 && LAST_WORDS.has(parts.flat().at(-1) ?? ''));
}
