import { StoppedError } from './terminal/endings.ts';

/** What a command ends with, for scripts to tell apart. */
const EXIT_CODES = { failed: 1, usage: 2, busy: 3, drift: 4 } as const;

/** For people, in the order of the codes. */
export const MEANINGS: Readonly<Record<string, string>> = {
  0: 'done',
  [EXIT_CODES.failed]: 'failed; the last line on standard error says why',
  [EXIT_CODES.usage]: 'what was typed or set makes no sense',
  [EXIT_CODES.busy]: 'another run is under way: wait for it to end',
  [EXIT_CODES.drift]: 'the data that IGDB sends has changed its shape: look at it, then --allow-drift',
  '130, 143': 'ended by Ctrl-C, by SIGTERM',
};

/** By the names of error classes. */
const CODES: Readonly<Record<string, number>> = {
  UsageError: EXIT_CODES.usage,
  ConfigError: EXIT_CODES.usage,
  LeaseHeldError: EXIT_CODES.busy,
  LeaseLostError: EXIT_CODES.busy,
  // A laptop's warehouse is held by a lock on its file as well.
  BusyError: EXIT_CODES.busy,
  DriftError: EXIT_CODES.drift,
};

/** One of {@link MEANINGS}. */
export function exitCode(error: unknown): number {
  if (!(error instanceof Error)) return EXIT_CODES.failed;
  if (error instanceof StoppedError) return error.exitCode;
  return CODES[error.name] ?? (isFileMissing(error) ? EXIT_CODES.usage : EXIT_CODES.failed);
}

/** Of the files that the command line names, not of the project's own. */
function isFileMissing(error: Error): boolean {
  if (!['CatalogueError', 'InputFileError'].includes(error.name) || !(error.cause instanceof Error))
    return false;
  const { code } = error.cause as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR' || isFileMissing(error.cause);
}
