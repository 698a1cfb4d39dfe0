/** As IGDB writes names in addresses: `Pokémon Red Version` → `pokemon-red-version`. Empty for names without Latin letters. */
export function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
  return plain
    .replace(/['’]/g, '')
    .replace(/&/g, ' and ')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** A slug for each key: names that come to the same one are told apart as by IGDB, `doom`, `doom--1`, in the keys' order. */
export function uniqueSlugs(names: Iterable<readonly [key: string, name: string]>): Map<string, string> {
  const uses = new Map<string, number>();
  const slugs = new Map<string, string>();
  for (const [key, name] of names) {
    const slug = slugOf(name) || 'game';
    const before = uses.get(slug) ?? 0;
    uses.set(slug, before + 1);
    slugs.set(key, before === 0 ? slug : `${slug}--${before}`);
  }
  return slugs;
}
