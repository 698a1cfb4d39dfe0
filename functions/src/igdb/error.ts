export interface IgdbErrorDetails {
  url: string;
  /** The body asked, without credentials. */
  requestBody: string;
  /** What of the body to show: the query without its fields, or nothing. */
  summary: string;
  /** Requests made for this answer, this one included. */
  attempts: number;
  /** The retries of the whole run, where it has no more left. */
  retriesSpent?: number | undefined;
  /** The status answered; undefined when no answer came. */
  status?: number | undefined;
  /** How the answer begins, without credentials; empty when none came. */
  excerpt: string;
  /** What the operator can do about it. */
  nextStep: string;
  /** Whether asking again may help. */
  retryable: boolean;
  /** How long the server asks to wait before that, in milliseconds. */
  retryAfterMs?: number | undefined;
}

/** A request to IGDB, or to Twitch for the token, that brought no usable answer. Never holds credentials. */
export class IgdbError extends Error {
  override name = 'IgdbError';
  readonly method = 'POST';
  readonly problem: string;
  readonly url: string;
  readonly requestBody: string;
  readonly summary: string;
  readonly attempts: number;
  readonly retriesSpent: number | undefined;
  readonly status: number | undefined;
  readonly excerpt: string;
  readonly nextStep: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(problem: string, details: IgdbErrorDetails) {
    const { url, summary, attempts, retriesSpent, nextStep, excerpt } = details;
    const asked = summary === '' ? url : `${url} ‘${summary}’`;
    const tries = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
    const end = retriesSpent === undefined ? '' : `; all ${retriesSpent} retries of this run are spent`;
    const answer = excerpt === '' ? '' : ` Answer: ${excerpt}`;
    super(`POST ${asked}: ${problem} (${tries}${end}). ${nextStep}${answer}`);
    this.problem = problem;
    this.url = url;
    this.requestBody = details.requestBody;
    this.summary = summary;
    this.attempts = attempts;
    this.retriesSpent = retriesSpent;
    this.status = details.status;
    this.excerpt = excerpt;
    this.nextStep = nextStep;
    this.retryable = details.retryable;
    this.retryAfterMs = details.retryAfterMs;
  }

  /** The same, saying that the run may retry no more. */
  withRetriesSpent(retriesSpent: number): IgdbError {
    return new IgdbError(this.problem, { ...this, retriesSpent });
  }
}
