/** What an ingest process is to do. */
export interface IngestOrder {
  server: {
    baseUrl: string;
    tokenUrl: string;
    /** Default: no limit. */
    requestsPerSecond?: number;
  };
  dataDir: string;
  /** Further options of `npm run ingest`. */
  options?: string[];
  /** Throw away what comes instead of storing it. Default: false. */
  forget?: boolean;
  /** How long it really waits of what it means to wait. Default: 1, all of it. */
  waits?: number;
  /** After how long it gives up a request. Default: as long as ever. */
  patienceMs?: number;
}

/** What an ingest process that came to its end did. */
export interface Measured {
  summary: Record<string, unknown>;
  /** Of the run, without loading the program. */
  seconds: number;
  peakRssMib: number;
}
