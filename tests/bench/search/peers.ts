import uFuzzy from '@leeoniya/ufuzzy';
import FlexSearch from 'flexsearch';
import MiniSearch from 'minisearch';
import type { SearchIds } from './success.ts';

/** A title and the game that it names. */
export interface Title {
  game: number;
  text: string;
  /** How well known the game is, in bits. */
  fame: number;
}

/** A search library with the titles indexed. Its settings are those that its documentation gives for search as you type. */
export type MakePeer = (titles: readonly Title[]) => SearchIds;

function distinctGames(titles: readonly Title[], found: Iterable<number>, limit: number): number[] {
  const games = new Set<number>();
  for (const title of found) {
    games.add(titles[title]?.game ?? 0);
    if (games.size === limit) break;
  }
  return [...games];
}

/** More than this many, uFuzzy filters but does not rank; its default. */
const UFUZZY_RANKED = 1_000;

export const PEERS: Readonly<Record<string, MakePeer>> = {
  uFuzzy: (titles) => {
    const fuzzy = new uFuzzy({ intraMode: 1 });
    const haystack = uFuzzy.latinize(titles.map(({ text }) => text));
    return (query, limit) => {
      const [ids, info, order] = fuzzy.search(haystack, uFuzzy.latinize(query), 1, UFUZZY_RANKED);
      const found = order && info ? order.map((i) => info.idx[i] ?? 0) : (ids ?? []);
      return distinctGames(titles, found, limit);
    };
  },
  MiniSearch: (titles) => {
    const index = new MiniSearch<{ id: number; text: string }>({ fields: ['text'] });
    index.addAll(titles.map(({ text }, id) => ({ id, text })));
    return (query, limit) => {
      const found = index.search(query, {
        prefix: true,
        fuzzy: 0.2,
        boostDocument: (id) => 1 + (titles[Number(id)]?.fame ?? 0),
      });
      return distinctGames(
        titles,
        found.map(({ id }) => Number(id)),
        limit,
      );
    };
  },
  FlexSearch: (titles) => {
    const index = new FlexSearch.Index({ tokenize: 'forward', encoder: FlexSearch.Charset.LatinBalance });
    titles.forEach(({ text }, id) => index.add(id, text));
    return (query, limit) =>
      distinctGames(titles, index.search(query, { limit: 10 * limit, suggest: true }).map(Number), limit);
  },
};
