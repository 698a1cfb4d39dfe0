import type { Log } from '../../log.ts';
import type { ProgressLog } from '../../progress/progress-log.ts';

/** What a command says on standard error. */
export interface Reporter extends ProgressLog {
  /** What happened on the way: on a terminal its message, above the line of the stage; elsewhere a line of JSON. */
  log: Log;
  /** A sentence for whoever typed the command, as it stands. */
  say(text: string): void;
}
