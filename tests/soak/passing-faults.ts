/** All of them pass, and none may leave a trace in the table. */
const PASSING = [
  'too-many-requests',
  'server-error',
  'bad-gateway',
  'unavailable',
  'reset',
  'hang',
  'cut-body',
  'html',
  'invalid-utf8',
  'duplicate-page',
  'unsorted-page',
  'empty-page',
  'token-revoked',
  'token-down',
] as const;

/** Switches of every fault that passes, so that a request is struck with this chance. */
export const passingFaults = (chance: number): string[] =>
  PASSING.map((name) => `${name}:${chance / PASSING.length}`);
