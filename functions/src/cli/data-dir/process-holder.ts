import { readFileSync } from 'node:fs';

/** How a process of this machine signs a lease, and knows its fellows again. */
export interface ProcessHolder {
  holder: string;
  /** Whether the holder was a process of this machine and is no more. */
  isGone: (holder: string) => boolean;
}

const HOLDER = /^process (?<pid>\d+)(?: \(start (?<startTick>\d+)\))? of (?<host>.+)$/;

/**
 * After a restart of the machine, or of a container, another process may have the number of a dead one: where the system tells
 * when a process started, that is part of the signature. In a container a dead process may stay in the list, for nobody there
 * asks how it ended.
 *
 * @param host name of this machine
 */
export function processHolder(
  self: Pick<NodeJS.Process, 'pid' | 'kill'>,
  host: string,
  readStatus: ReadProcessStatus,
): ProcessHolder {
  const own = readStatus(self.pid);
  return {
    holder: `process ${self.pid}${own === undefined ? '' : ` (start ${own.startTick})`} of ${host}`,
    isGone: (holder) => {
      const { pid, startTick, host: itsHost } = HOLDER.exec(holder)?.groups ?? {};
      if (pid === undefined || itsHost !== host) return false;
      const status = readStatus(Number(pid));
      return status === undefined ? !isThere(self, Number(pid)) : isOver(status, startTick);
    },
  };
}

const isOver = ({ state, startTick }: ProcessStatus, signed: string | undefined): boolean =>
  state === 'Z' || state === 'X' || (signed !== undefined && signed !== startTick);

function isThere(self: Pick<NodeJS.Process, 'kill'>, pid: number): boolean {
  try {
    // Signal 0 is not sent: it only tells whether it could be.
    self.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

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
