import { QueryError } from '../warehouse.ts';

/** A BigQuery job that failed. */
export class JobError extends QueryError {
  override name = 'JobError';
  /** By which `bq show -j` and the console find the job. */
  readonly jobId: string;
  /** In `sql`, from 1; undefined where BigQuery names no place. */
  readonly position: { line: number; column: number } | undefined;

  constructor(what: string, cause: unknown, sql: string, jobId: string) {
    const message = cause instanceof Error ? cause.message : String(cause);
    super(`${what}: ${message} (job ${jobId})`, sql, { cause });
    this.jobId = jobId;
    this.position = positionIn(message);
  }
}

/** BigQuery ends a message with the place: "… at [3:14]". */
function positionIn(message: string): { line: number; column: number } | undefined {
  const found = /\[(?:at )?(\d+):(\d+)\]/.exec(message);
  return found === null ? undefined : { line: Number(found[1]), column: Number(found[2]) };
}
