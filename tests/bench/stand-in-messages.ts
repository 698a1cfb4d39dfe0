export interface StandInOrder {
  /** A catalogue file. */
  catalog: string;
  /** Each game whose number is a multiple was changed just now. Default: none was. */
  changeEvery?: number;
}

export interface Ready {
  baseUrl: string;
  tokenUrl: string;
  games: number;
  changed: number;
}

export interface Limits {
  /** Infinity: no limit. */
  requestsPerSecond: number;
  /** Infinity: no limit. */
  maxOpen: number;
  /** Added to each answer. */
  latencyMs: number;
}

export interface Traffic {
  /** All, for tokens too. */
  requests: number;
  /** Of games, refused ones left out. */
  pages: number;
  /** Answered with 429. */
  refused: number;
  /** When the first and the last page was asked for, on one clock. */
  firstPageMs: number;
  lastPageMs: number;
}
