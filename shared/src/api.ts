import type { PARAMETERS, Query, TagFilterName } from './parameters.ts';
import type { FeatureKind } from './release.ts';

/** A game as every answer shows it. */
export interface GameCard {
  /** IGDB's id. */
  id: number;
  slug: string;
  name: string;
  /** Its name in the language that `lang` asks for; absent where none is known. */
  localName?: string;
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
  /** Whether it is meant for adults; absent for other games. */
  adult?: true;
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
  /** Games before the list's end that are not in it because it holds enough of their series, in its order; 50 at most. */
  rest: GameCard[];
  /** How many adult games were left out that match at least as well as the last result, or at all where there are fewer results than asked for. */
  withheld: number;
}

/** GET /api/search */
export interface SearchAnswer {
  release: string;
  results: SearchHit[];
  /** How many adult games were left out that match too; without a `q`, those that would be among the results. */
  withheld: number;
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

/** GET /api/filters: what the filters can be set to, commonest first, and the years there are games of that a list can hold. */
export type FiltersAnswer = Record<(typeof PARAMETERS)[TagFilterName]['plural'], FilterOption[]> & {
  release: string;
  years: { from: number; to: number };
  /** How many adult games are not counted. */
  withheld: number;
};

export interface FilterOption {
  slug: string;
  name: string;
  /** Games that carry it and that a list can hold. */
  games: number;
}

/** GET /api/health */
export interface HealthAnswer {
  status: 'ok';
  release: string;
  games: number;
  /** What the code was built from. */
  version: string;
  /** Resident memory of the process, MiB. */
  memoryMb: number;
  /** Hours since the last good night (see {@link NightReport}), to two decimals; absent before the first. */
  hoursSinceGoodNight?: number;
  /** How the stages stood at the last call of publish; absent before the first. */
  night?: NightReport;
}

/** How the stages stand. All times are ISO 8601, UTC. */
export interface NightReport {
  reportedAt: string;
  /** When the last complete ingest ended whose games are published; absent before the first. */
  goodNightAt?: string;
  /** The last run of each stage that has ever run: ingest, similarity, publish. */
  stages: Record<string, StageReport>;
  /** The first stage that has work left by what the one before it has done. Absent: none has. */
  pending?: string;
  /** The release that publish wrote last; absent before the first. */
  release?: string;
  /** Bytes billed by BigQuery for the stages in the calendar month, UTC; 0 on a laptop. */
  bytesBilledThisMonth: number;
}

export interface StageReport {
  runId: string;
  status: 'running' | 'done' | 'stopped' | 'failed';
  startedAt: string;
  /** Absent while running. */
  finishedAt?: string;
  /** ingest: false where a limit ended it before it had seen every game. Default: true. */
  complete?: false;
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

/** What the visitor asks for; the query string of /api/recommend and of the site's own address. */
export type RecommendQuery = Query<'recommend'>;
export type Popularity = NonNullable<RecommendQuery['popularity']>;
