import { readFileSync } from 'node:fs';

/** What Linux says of a process. */
export interface ProcessStatus {
  /** A letter: R, S, …; Z for one that has ended and that its parent has not asked about, X for one that is being removed. */
  state: string;
  /** When it started, in clock ticks since the machine did: with its number, it names a process. */
  startTick: string;
}

/** Undefined for a process that is not there, and on systems without /proc. */
export type ReadProcessStatus = (pid: number) => ProcessStatus | undefined;

/** After the name in parentheses, which may itself hold any. proc_pid_stat(5): state is field 3, starttime field 22. */
const STAT = /^.*\) (?<state>\S)(?: \S+){18} (?<startTick>\d+) /s;

export const readProcessStatus: ReadProcessStatus = (pid) => {
  try {
    const { state, startTick } = STAT.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.groups ?? {};
    return state === undefined || startTick === undefined ? undefined : { state, startTick };
  } catch {
    return undefined;
  }
};
