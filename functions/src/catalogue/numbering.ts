import { CatalogueError } from './catalogue-error.ts';
import { deriveIds } from './derive-ids.ts';
import { type Facts, type PlacedFacts, titleOf } from './facts.ts';
import { uniqueSlugs } from './slug.ts';

/** Ids by name, and for games and what belongs to one game by title. */
export interface Numbering {
  games: ReadonlyMap<string, number>;
  slugs: ReadonlyMap<string, string>;
  keywords: ReadonlyMap<string, number>;
  companies: ReadonlyMap<string, number>;
  collections: ReadonlyMap<string, number>;
  franchises: ReadonlyMap<string, number>;
  engines: ReadonlyMap<string, number>;
  covers: ReadonlyMap<string, number>;
  /** By {@link partKey} of title and company. */
  involvements: ReadonlyMap<string, number>;
  /** By {@link partKey} of title and name. */
  otherNames: ReadonlyMap<string, number>;
}

export const partKey = (title: string, part: string): string => `${title}\n${part}`;

export function createNumbering(games: readonly PlacedFacts[]): Numbering {
  const facts = games.map((placed) => placed.facts);
  const names = (of: (game: Facts) => (string | undefined)[]) =>
    deriveIds(facts.flatMap(of).filter((name) => name !== undefined));
  const companiesOf = (game: Facts) => [...game.developers, ...game.publishers];
  return {
    games: gameIds(games),
    slugs: uniqueSlugs(facts.map((game) => [titleOf(game), game.name] as const)),
    keywords: names(({ keywords }) => keywords),
    companies: names(companiesOf),
    collections: names(({ series }) => [series]),
    franchises: names(({ franchise }) => [franchise]),
    engines: names(({ engine }) => [engine]),
    covers: names(({ cover }) => [cover]),
    involvements: names((game) => companiesOf(game).map((company) => partKey(titleOf(game), company))),
    otherNames: names((game) =>
      [...(game.aka ?? []), ...Object.values(game.localized ?? {}).flat()].map((name) =>
        partKey(titleOf(game), name),
      ),
    ),
  };
}

function gameIds(games: readonly PlacedFacts[]): Map<string, number> {
  const derived = deriveIds(games.map(({ facts }) => titleOf(facts)));
  const ids = new Map<string, number>();
  const titles = new Map<number, string>();
  for (const { file, line, facts } of games) {
    const title = titleOf(facts);
    const id = facts.id ?? derived.get(title) ?? 0;
    const other = titles.get(id);
    if (other !== undefined) throw new CatalogueError(file, line, `has the id of ${other}, ${id}`);
    titles.set(id, title);
    ids.set(title, id);
  }
  return ids;
}
