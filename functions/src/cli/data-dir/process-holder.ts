import type { ProcessStatus, ReadProcessStatus } from '../process-status.ts';

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
