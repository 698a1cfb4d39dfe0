/** A release that cannot be used: which file, what it should have been, what it is. */
export class ReleaseError extends Error {
  override name = 'ReleaseError';
  /** Path in storage. */
  readonly file: string;
  readonly expected: string;
  readonly found: string;

  constructor(file: string, expected: string, found: string, options?: ErrorOptions) {
    super(`${file}: expected ${expected}, found ${found}`, options);
    this.file = file;
    this.expected = expected;
    this.found = found;
  }
}
