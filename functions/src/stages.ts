/** The stages of a night, in their order. */
export type Stage = 'ingest' | 'similarity' | 'publish';

interface StageFacts {
  /** The stage whose results it works on. Default: none. */
  upstream?: Stage;
  /** What its progress is counted in. */
  unit: string;
}

export const STAGES: Record<Stage, StageFacts> = {
  ingest: { unit: 'games' },
  similarity: { upstream: 'ingest', unit: 'tables' },
  publish: { upstream: 'similarity', unit: 'files' },
};
