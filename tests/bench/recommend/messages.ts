/** What a server process is to serve: the release of a data folder, or the framework's hello world where none is named. */
export interface ServerOrder {
  dataDir?: string;
}

export interface Ready {
  port: number;
}

/** `startProfile` is answered once it runs, by an empty report. */
export type Ask = 'report' | 'startProfile' | 'stopProfile';

export interface Report {
  rssMb: number;
  /** Processor time of the process so far, in microseconds. */
  cpuUs: number;
  /** Bytes read from storage so far, by path. */
  bytesRead: Record<string, number>;
  /** The five functions with most processor time of their own since the profile began, with their part of all that was not idle. */
  topCosts?: string[];
}
