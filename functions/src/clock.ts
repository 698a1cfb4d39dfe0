/** The time now, in milliseconds since 1970 (UTC). */
export type Clock = () => number;

/** Resolves after that many milliseconds. */
export type Sleep = (ms: number) => Promise<void>;

/** ISO 8601 text, UTC, as warehouse rows carry times. */
export const isoTime = (ms: number): string => new Date(ms).toISOString();
