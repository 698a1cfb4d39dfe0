import { type Stage, STAGES } from '../stages.ts';

export interface ProgressUpdate {
  stage: Stage;
  /** Units done so far: games for ingest, SQL steps for similarity, files for publish. */
  done: number;
  /** Units in all, where known. */
  total?: number;
  /** What is being done, in a few words. */
  note?: string;
  /** Requests that were made again, so far. Default: none. */
  retries?: number;
}

/** Told how far a stage has come, as often as the stage likes: the listener decides what to show. */
export type Progress = (update: ProgressUpdate) => void;

/** `12,500 of 335,381 games` */
export function howFar({ stage, done, total }: ProgressUpdate): string {
  const of = total === undefined ? '' : ` of ${total.toLocaleString('en')}`;
  return `${done.toLocaleString('en')}${of} ${STAGES[stage].unit}`;
}

/** `1 retry`, `12 retries`; undefined without any. */
export function retriesOf({ retries = 0 }: ProgressUpdate): string | undefined {
  if (retries === 0) return undefined;
  return retries === 1 ? '1 retry' : `${retries.toLocaleString('en')} retries`;
}
