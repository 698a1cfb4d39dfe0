import { type Clock, isoTime } from '../../clock.ts';
import { type Log, logLine } from '../../log.ts';
import { progressLog } from '../../progress/progress-log.ts';
import type { Terminal } from './progress-line.ts';
import type { Reporter } from './reporter.ts';

/** For a file, a pipe or a log collector: lines of JSON in Cloud Logging's fields, each with its time. */
export function logReporter(output: Pick<Terminal, 'write'>, clock: Clock): Reporter {
  const log: Log = (entry) => {
    output.write(logLine({ time: isoTime(clock()), ...entry }));
  };
  const say = (text: string) => {
    output.write(`${text}\n`);
  };
  return { ...progressLog(log, clock), log, say };
}
