export interface IgdbErrorDetails {
  url: string;
  /** The body asked, without credentials. */
  requestBody: string;
  /** Requests made for this answer, this one included. */
  attempts: number;
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
  readonly url: string;
  readonly requestBody: string;
  readonly attempts: number;
  readonly status: number | undefined;
  readonly excerpt: string;
  readonly nextStep: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(problem: string, details: IgdbErrorDetails) {
    const tries = details.attempts === 1 ? '1 attempt' : `${details.attempts} attempts`;
    const answer = details.excerpt === '' ? '' : ` Answer: ${details.excerpt}`;
    super(`POST ${details.url}: ${problem} (${tries}). ${details.nextStep}${answer}`);
    this.url = details.url;
    this.requestBody = details.requestBody;
    this.attempts = details.attempts;
    this.status = details.status;
    this.excerpt = details.excerpt;
    this.nextStep = details.nextStep;
    this.retryable = details.retryable;
    this.retryAfterMs = details.retryAfterMs;
  }
}
