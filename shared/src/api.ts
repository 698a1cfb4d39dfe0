import type { FilterName, PARAMETERS, Query, TagFilterName } from './parameters.ts';
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
  /** Its part of the score. */
  share: number;
  /** Whether nothing written about the result says so: it is inferred from all of its record and the games nearest to it. Absent: it is said. */
  inferred?: true;
  /** What each part of the question has of the share. Absent where one liked game is all that is asked. */
  from?: SourceShare[];
}

/** What one liked or unliked game, by its id, or one trait of `more` or `less`, by its slug, adds to a score. */
export interface SourceShare {
  id?: number;
  trait?: string;
  share: number;
}

export interface Recommendation {
  game: GameCard;
  /**
   * Cosine between the game and the seeds' profile, 0–1. A list that no filter narrows holds nothing below 0.11; one that filters
   * narrow holds all that has anything in common with the seeds, and where nothing has, the best of what passes, with a score of 0.
   */
  score: number;
  /**
   * What the list is ordered by, 0–1: it never rises from one result to the next. Without `popularity` and `variety` it is
   * score × (1 + renown × liked renown) / (1 + liked renown), where renown is ratings / (ratings + 100) and that of several liked
   * games their mean; each fifty nearest are ordered by themselves, so beyond the fiftieth it is at most the lowest of the fifty
   * before.
   */
  match: number;
  /** The shared traits that tell most, those first that do: six at most. Their shares, those of `against` and `others` add up to the score. */
  why: Reason[];
  /** Named traits that were held against it, of shares below 0, three at most. Absent where there are none. */
  against?: Reason[];
  /** The sum of the shares of all other shared traits. */
  others: number;
  /** What each liked or unliked game and each trait adds to the score; they add up to it. Absent where one liked game is all that is asked. */
  seeds?: SourceShare[];
}

/** GET /api/recommend */
export interface RecommendAnswer {
  release: string;
  seeds: GameCard[];
  results: Recommendation[];
  /** How many games pass the filters, whether or not they have much in common with the seeds; those of the seeds' families do not count. */
  matched: number;
  /** Where none passes: the filter without which most would, and how many. Absent where dropping one filter does not help. */
  drop?: { filter: FilterName; matched: number };
  /** The `cursor` of the next page; absent at the end of the list, which is at 200. */
  next?: string;
  /** Games before the list's end that are not in it because it holds enough of their series, in its order; 50 at most. */
  rest: GameCard[];
  /** How many adult games were left out that match at least as well as the last result, or at all where there are fewer results than asked for. */
  withheld: number;
  /** Ids of liked games of which so little is known that the list says little: less than a quarter of what a vector holds. */
  littleKnown: number[];
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

/** GET /api/lookup: the game that each title most likely means, in the order of the titles. */
export interface LookupAnswer {
  release: string;
  results: LookupHit[];
}

export interface LookupHit {
  /** As it was asked for. */
  title: string;
  /** Absent where no game is called so. */
  game?: GameCard;
  /** The alternative name or edition that matched, where it was not the game's own name. */
  alias?: string;
}

/** GET /api/quality: what was measured of each release that is kept, the newest first. */
export interface QualityAnswer {
  release: string;
  runs: QualityRun[];
}

export interface QualityRun {
  release: string;
  /** The run of similarity that it was made from. */
  runId: string;
  /** ISO 8601, UTC. */
  createdAt: string;
  games: number;
  /** By name; README.md says what each is. */
  metrics: Record<string, number>;
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
    /** Series and franchises. */
    series: string[];
    engines: string[];
    /** What players would call what it is like, the strongest first: said in its texts and tags, or inferred from all of its record and the games nearest to it. */
    traits: { name: string; inferred?: true }[];
    /** Other editions, ports and add-ons that fold onto this game. */
    editions: { id: number; slug: string; name: string; year?: number }[];
  };
}

/**
 * GET /api/filters: what the filters can be set to, commonest first, and the years there are games of that a list can hold. With the parameters of a
 * question the numbers are those of its answers: how many games pass that option and all filters but the option's own.
 */
export type FiltersAnswer = Record<(typeof PARAMETERS)[TagFilterName]['plural'], FilterOption[]> & {
  release: string;
  /** Families of platforms; `platform` takes their slugs too. */
  platformFamilies: FilterOption[];
  types: FilterOption[];
  /** How many games pass all filters. */
  matched: number;
  years: { from: number; to: number };
  /** How many adult games are not counted. */
  withheld: number;
};

export interface FilterOption {
  slug: string;
  name: string;
  /** Games that carry it, that a list can hold and that pass the other filters. */
  games: number;
}

/** GET /api/traits: what there can be more or less of. With `like` or `unlike`, those that tell most of these games come first. */
export interface TraitsAnswer {
  release: string;
  traits: TraitOption[];
}

export interface TraitOption {
  slug: string;
  name: string;
  /** Canonical games that have it; a release keeps a trait for the 2,000 games that have most of it, unless it is a genre or theme. */
  games: number;
  /** How much of it the seeds have: its part of their profile, which has length 1. Absent without seeds. */
  fit?: number;
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
/** A word, which is a filter, or a number from -1 to 1, which sets the order. */
export type Popularity = NonNullable<RecommendQuery['popularity']>;
