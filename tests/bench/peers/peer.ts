/** What another program made of the same vectors. */
export interface Peer {
  /** For all vectors, extrapolated from those that it was given. */
  seconds: number;
  /** How many vectors it compared with all. */
  rows: number;
  /** Of each of these the scores of its neighbours, falling, with 0 where there are fewer than asked for. */
  scoresOf: (row: number) => Float64Array;
}

/** The place of a sampled row among all: evenly spread. */
export const indexOf = (row: number, rows: number, all: number): number => Math.floor((row * all) / rows);
