import { createHash, randomUUID } from 'node:crypto';
import type { BigQuery, Job, JobMetadata } from '@google-cloud/bigquery';
import type { Sleep } from '../../clock.ts';
import { messageOf } from '../../log.ts';
import { QueryError } from '../../warehouse.ts';

export type JobConfiguration = NonNullable<JobMetadata['configuration']>;

export interface JobOptions {
  client: BigQuery;
  /** Where the dataset lies; a job sent elsewhere would not find it. */
  location: string;
  /** Of every job's labels and id. */
  stage: string;
  runId: string;
  /** A query that would be billed for more is refused before it starts. */
  maximumBytesBilled: number;
  /** Told of every finished job. */
  log: (entry: { message: string; jobId: string; bytesBilled: number }) => void;
  /** Told of what an operator may want to know although nothing failed: a job tried again, a table deleted. */
  warn: (message: string) => void;
  sleep: Sleep;
}

export interface JobRequest {
  /** What is done, in one word or two, for ids and messages: `merge-raw_games`. */
  step: string;
  configuration: JobConfiguration;
  /**
   * What makes a second call the same as this one. A call of the same run, step and identity, made again because its process
   * was killed or its answer lost, finds the first one's job instead of starting another. Default: none is the same.
   */
  identity?: string;
}

export interface FinishedJob {
  job: Job;
  metadata: JobMetadata;
}

export interface JobRunner {
  /**
   * Starts the job, or finds it, and waits for its end. A job that ends in a passing error is tried again.
   * @throws {@link JobError} when it fails
   */
  run(request: JobRequest): Promise<FinishedJob>;
  /** What the jobs so far are billed for. */
  bytesBilled(): number;
}

const HTTP_CONFLICT = 409;
/**
 * Reasons for which a job ends through no fault of its own. It has changed nothing, since a job's writes are atomic, and may
 * be started again under another id: https://cloud.google.com/bigquery/docs/error-messages. The client retries requests, and
 * the request that starts such a job has succeeded.
 */
const PASSING_REASONS: readonly unknown[] = [
  'backendError',
  'internalError',
  'jobBackendError',
  'jobInternalError',
  'jobRateLimitExceeded',
  'rateLimitExceeded',
];
/** Before each further try. BigQuery's service level agreement asks for at least 1 s, growing exponentially up to 32 s. */
const WAITS_MS = [2_000, 8_000, 32_000];
const MS_PER_SECOND = 1000;
/** BigQuery: labels are of lower-case letters, digits, _ and -, at most 63. */
const toLabel = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '_')
    .slice(0, 63);
/** BigQuery: job ids are of letters, digits, _ and -, at most 1,024. */
const toJobId = (text: string) => text.replaceAll(/[^A-Za-z0-9_-]/g, '_');
const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Jobs of one run of one stage. The client retries requests that fail; this retries jobs that fail. */
export function jobRunner(options: JobOptions): JobRunner {
  const { client, location, stage, runId, log, warn, sleep } = options;
  const used = new Map<string, number>();
  let bytesBilled = 0;

  /** The n-th call of the same identity in this process is another call: it has an id of its own. */
  const nextId = (step: string, identity: string) => {
    const base = toJobId(`${stage}_${runId}_${step}_${digest(identity)}`);
    const times = used.get(base) ?? 0;
    used.set(base, times + 1);
    return `${base}_${times}`;
  };

  const bounded = (configuration: JobConfiguration): JobConfiguration => ({
    ...configuration,
    labels: { stage: toLabel(stage), run: toLabel(runId) },
    ...(configuration.query !== undefined && {
      query: { ...configuration.query, maximumBytesBilled: String(options.maximumBytesBilled) },
    }),
  });

  /** The job, and whether it was there already. */
  async function start(jobId: string, configuration: JobConfiguration): Promise<[job: Job, found: boolean]> {
    try {
      return [(await client.createJob({ jobId, location, configuration }))[0], false];
    } catch (error) {
      if ((error as { code?: unknown }).code !== HTTP_CONFLICT) throw error;
      return [client.job(jobId, { location }), true];
    }
  }

  async function runOnce({ step, configuration }: JobRequest, newId: () => string): Promise<FinishedJob> {
    const jobId = newId();
    const sql = configuration.query?.query ?? '';
    const [job, found] = await start(jobId, bounded(configuration)).catch((error: unknown) => {
      throw new JobError(step, error, sql, jobId);
    });
    // A dry run is over with its answer and cannot be asked for again.
    if (configuration.dryRun === true) return { job, metadata: job.metadata as JobMetadata };
    try {
      const [metadata] = (await job.promise()) as [JobMetadata];
      const billed = Number(metadata.statistics?.query?.totalBytesBilled ?? 0);
      bytesBilled += billed;
      log({ message: `${step} done`, jobId, bytesBilled: billed });
      return { job, metadata };
    } catch (error) {
      // The job of an earlier attempt: it cannot be started again, another can.
      if (found) return runOnce({ step, configuration }, newId);
      throw new JobError(step, error, sql, jobId);
    }
  }

  async function run(request: JobRequest): Promise<FinishedJob> {
    const identity = request.identity ?? randomUUID();
    for (let tries = 0; ; tries++) {
      try {
        return await runOnce(request, () => nextId(request.step, identity));
      } catch (error) {
        const waitMs = WAITS_MS[tries];
        const reason = passingReason(error);
        if (waitMs === undefined || reason === undefined) throw error;
        warn(`${messageOf(error)}: ${reason}. It is tried again in ${waitMs / MS_PER_SECOND} s.`);
        await sleep(waitMs);
      }
    }
  }

  return { run, bytesBilled: () => bytesBilled };
}

/**
 * Why a job ended, where another try may do better. A request that was refused has a status and is the client's to retry:
 * under another id, a job whose answer was lost would run twice.
 */
function passingReason(error: unknown): string | undefined {
  const { code, errors } = (error instanceof JobError ? error.cause : {}) as {
    code?: unknown;
    errors?: { reason?: string }[];
  };
  if (code !== undefined) return undefined;
  return errors?.find(({ reason }) => PASSING_REASONS.includes(reason))?.reason;
}

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
