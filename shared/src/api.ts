import type { FeatureKind } from './release.ts';

/** A game as every answer shows it. */
export interface GameCard {
  /** IGDB's id. */
  id: number;
  slug: string;
  name: string;
  /** Year of first release; absent when unknown. */
  year?: number;
  platforms: string[];
  genres: string[];
  /** IGDB image id for https://images.igdb.com/igdb/image/upload/t_cover_big/<cover>.jpg; absent when there is none. */
  cover?: string;
  /** Users' rating, 0–100; absent when nobody rated it. */
  rating?: number;
  /** How many users rated it. */
  ratings: number;
}

/** A trait that a result shares with what the visitor likes. */
export interface Reason {
  kind: FeatureKind;
  /** The trait in people's words: "Metroidvania", "Team Cherry". */
  name: string;
  /** Its part of the score: over all shared traits the parts add up to the score, of which the largest are listed. */
  share: number;
}

export interface Recommendation {
  game: GameCard;
  /** Cosine between the game and the seeds' profile, 0–1. */
  score: number;
  why: Reason[];
}

/** GET /api/recommend */
export interface RecommendAnswer {
  release: string;
  seeds: GameCard[];
  results: Recommendation[];
}

/** GET /api/search */
export interface SearchAnswer {
  release: string;
  results: SearchHit[];
}

export interface SearchHit {
  game: GameCard;
  /** The alternative name or edition that matched, where it was not the game's own name. */
  alias?: string;
}

/** GET /api/games/<id or slug> */
export interface GameAnswer {
  release: string;
  game: GameCard & {
    summary?: string;
    themes: string[];
    keywords: string[];
    modes: string[];
    perspectives: string[];
    developers: string[];
    publishers: string[];
    /** Other editions, ports and add-ons that fold onto this game. */
    editions: { id: number; slug: string; name: string; year?: number }[];
  };
}

/** GET /api/filters: what the filters can be set to, commonest first. */
export interface FiltersAnswer {
  release: string;
  genres: FilterOption[];
  platforms: FilterOption[];
  years: { from: number; to: number };
}

export interface FilterOption {
  slug: string;
  name: string;
  /** Canonical games that carry it. */
  games: number;
}

/** GET /api/health */
export interface HealthAnswer {
  status: 'ok';
  release: string;
  games: number;
}

/** RFC 9457, application/problem+json. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** The query parameter at fault, where one is. */
  parameter?: string;
}

/**
 * `famous`: the most-rated tenth of the rated games. `hidden`: games with at most as many ratings as the rated game in
 * the middle has, those that nobody rated included, unless their own rating is known and below 70.
 */
export const POPULARITIES = ['famous', 'hidden'] as const;
export type Popularity = (typeof POPULARITIES)[number];

/** What the visitor asks for; the query string of /api/recommend and of the site's own address. */
export interface RecommendQuery {
  /** Ids or slugs, 1–10. */
  like: string[];
  /** Ids or slugs, at most 10; no game that `like` names too, be it by an edition. */
  unlike: string[];
  /** Slugs; a result has at least one of them. */
  genre: string[];
  /** Slugs; a result is on at least one of them. */
  platform: string[];
  /** First release year, inclusive. */
  from?: number;
  to?: number;
  popularity?: Popularity;
  /** 1–50, default 10. */
  limit: number;
}

export const DEFAULT_LIMIT = 10;
export const MAX_LIMIT = 50;
export const MAX_SEEDS = 10;
