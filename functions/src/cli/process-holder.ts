/** How a process of this machine signs a lease, and knows its fellows again. */
export interface ProcessHolder {
  holder: string;
  /** Whether the holder was a process of this machine and is no more. */
  isGone: (holder: string) => boolean;
}

/**
 * After a restart of the machine, or of a container, another process may have the number of a dead one, whose lease then lasts
 * until it expires.
 *
 * @param host name of this machine
 */
export function processHolder(self: Pick<NodeJS.Process, 'pid' | 'kill'>, host: string): ProcessHolder {
  return {
    holder: `process ${self.pid} of ${host}`,
    isGone: (holder) => {
      const [, number, itsHost] = /^process (\d+) of (.+)$/.exec(holder) ?? [];
      if (number === undefined || itsHost !== host) return false;
      try {
        // Signal 0 is not sent: it only tells whether it could be.
        self.kill(Number(number), 0);
        return false;
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === 'ESRCH';
      }
    },
  };
}
