import type { StepFolder } from '@playkin/functions/src/similarity/steps.ts';

/** What a process that builds tables is to do. */
export interface BuildOrder {
  /** Holds the warehouse. */
  dataDir: string;
  /** Below functions/sql. */
  folders: StepFolder[];
  /** As DuckDB spells it. */
  memoryLimit: string;
}

export interface BuiltTable {
  name: string;
  rows: number;
  /** To build it, without its checks. */
  seconds: number;
  /** Of all threads: what a busy machine changes least. */
  cpuSeconds: number;
  checkSeconds: number;
}

export interface Built {
  tables: BuiltTable[];
  /** Of the whole process. */
  peakRssMib: number;
}
