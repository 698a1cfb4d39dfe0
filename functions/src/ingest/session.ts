import type { Clock } from '../clock.ts';
import type { IgdbClient } from '../igdb/client.ts';
import type { Progress } from '../progress/progress.ts';
import type { Storage } from '../storage.ts';
import type { Warehouse } from '../warehouse.ts';
import type { Ledger } from './ledger.ts';
import type { Plan } from './plan.ts';
import type { CheckChanges } from './store.ts';

export interface IngestDeps {
  igdb: IgdbClient;
  warehouse: Warehouse;
  /** Where webhooks leave their ids, and the run all that it receives. */
  storage: Storage;
  clock: Clock;
  /** A name for the run, unique, that sorts by time. */
  newRunId: () => string;
  progress: Progress;
  /** Called before each batch is stored. @throws when another run has taken over */
  renewLease: () => Promise<void>;
  /** Bytes the warehouse billed for this run so far. Default: it bills nothing. */
  bytesBilled?: () => number;
}

/** What the steps of one ingest run share. */
export interface Session extends IngestDeps {
  plan: Plan;
  ledger: Ledger;
  check: CheckChanges;
  allowDrift: boolean;
  signal: AbortSignal;
}
