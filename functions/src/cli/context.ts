import type { Clock, Sleep } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Fetch } from '../igdb/http.ts';
import type { Storage } from '../storage.ts';
import type { Warehouse } from '../warehouse.ts';
import type { Arguments } from './arguments.ts';
import type { Stoppable } from './terminal/endings.ts';
import type { Reporter } from './terminal/reporter.ts';

/** A warehouse in one file, which nobody else may write while it is open. */
export interface LocalWarehouse extends Warehouse {
  close(): void;
}

export interface WarehouseOptions {
  readOnly: boolean;
  /** For DuckDB's buffers, as it spells it. */
  memoryLimit: string;
  /** Disk space for what does not fit into it, as DuckDB spells it. */
  tempLimit: string;
  /** Default: as many as are good for long queries. */
  threads?: number;
}

/** What the commands work with; local.ts makes it. */
export interface Context {
  config: Config;
  clock: Clock;
  sleep: Sleep;
  fetch: Fetch;
  /** From 0 up to, but not, 1. */
  random: () => number;
  /** A name for a run, unique, that sorts by time. */
  newRunId: () => string;
  /** To stderr: how it goes. */
  progress: Reporter;
  /** Has work asked to stop by Ctrl-C, instead of ended by it. */
  stoppable: Stoppable;
  /** To stdout: what was asked for. */
  print: (text: string) => void;
  /** To stdout as well, piece by piece, as fast as its reader takes it. */
  printAll: (pieces: AsyncIterable<string>) => Promise<void>;
  openStorage: (folder: string) => Storage;
  openWarehouse: (file: string, storage: Storage, options: WarehouseOptions) => Promise<LocalWarehouse>;
}

export type Command = (args: Arguments, context: Context) => Promise<void>;
