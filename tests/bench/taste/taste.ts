import { namesIn, type TasteCase } from './taste-set.ts';

/** Recommendations that a visitor sees first. */
const TASTE_AT = 10;
/** A list with so many accepted games is a good one. */
const GOOD_HITS = 3;

/** Games are known to it by numbers of its own. */
export interface Recommender {
  /** The game of that spelling; undefined where there is none. */
  find(spelled: string): number | undefined;
  /** Equal for editions, remasters and remakes of one game. */
  familyOf(game: number): number;
  isOfSeries(game: number, seed: number): boolean;
  /** Best first. */
  recommend(game: number, limit: number): number[];
  nameOf(game: number): string;
}

export interface TasteRow {
  game: string;
  /** Names that the catalogue does not have. */
  missing: string[];
  hits: string[];
  embarrassments: string[];
  /** Games of the list that are of the game's own series. */
  ofSeries: number;
  list: string[];
}

export interface TasteSummary {
  lists: number;
  /** Part of the lists with {@link GOOD_HITS} accepted games among the first ten, 0 to 1. */
  good: number;
  /** Accepted games in a list, at most 5. */
  meanHits: number;
  /** Embarrassing games in all lists together. */
  embarrassments: number;
  /** Games of the game's own series in a list, at most 10. */
  meanOfSeries: number;
}

/** How one list does. An accepted game counts once, be it by an edition, a remaster or a remake. */
function judge(taste: TasteCase, recommender: Recommender): TasteRow {
  const { find, familyOf, isOfSeries, nameOf } = recommender;
  const game = find(taste.game);
  const list = game === undefined ? [] : recommender.recommend(game, TASTE_AT);
  const families = new Set(list.map(familyOf));
  const among = (names: string[]) =>
    names.filter((name) => {
      const wanted = find(name);
      return wanted !== undefined && families.has(familyOf(wanted));
    });
  return {
    game: taste.game,
    missing: namesIn(taste).filter((name) => find(name) === undefined),
    hits: among(taste.accepted),
    embarrassments: among(taste.embarrassing),
    ofSeries: list.filter((result) => game !== undefined && isOfSeries(result, game)).length,
    list: list.map(nameOf),
  };
}

export const judgeAll = (set: TasteCase[], recommender: Recommender): TasteRow[] =>
  set.map((taste) => judge(taste, recommender));

export function summarize(rows: TasteRow[]): TasteSummary {
  const total = (count: (row: TasteRow) => number) => rows.reduce((sum, row) => sum + count(row), 0);
  return {
    lists: rows.length,
    good: total(({ hits }) => (hits.length >= GOOD_HITS ? 1 : 0)) / rows.length,
    meanHits: total(({ hits }) => hits.length) / rows.length,
    embarrassments: total(({ embarrassments }) => embarrassments.length),
    meanOfSeries: total(({ ofSeries }) => ofSeries) / rows.length,
  };
}
