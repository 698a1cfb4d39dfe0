export type Stage = 'ingest' | 'similarity' | 'publish';

export interface ProgressUpdate {
  stage: Stage;
  /** Units done so far: games for ingest and publish, SQL steps for similarity. */
  done: number;
  /** Units in all, where known. */
  total?: number;
  /** What is being done, in a few words. */
  note?: string;
}

/** Told how far a stage has come, as often as the stage likes: the listener decides what to show. */
export type Progress = (update: ProgressUpdate) => void;
