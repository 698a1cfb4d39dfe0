import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Limits, Ready, StandInOrder, Traffic } from './stand-in-messages.ts';

const MAIN = join(import.meta.dirname, 'stand-in-process.ts');

export interface StandInProcess extends Ready {
  /** Sets the limits, and tells of the traffic since they were set last. */
  limit(limits: Limits): Promise<Traffic>;
  close(): void;
}

/** Reads all of the catalogue before it resolves. */
export async function startStandInProcess(order: StandInOrder): Promise<StandInProcess> {
  // JSON, the default, has no Infinity.
  const child = fork(MAIN, [JSON.stringify(order)], { serialization: 'advanced' });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('The stand-in has ended.')));
  // Not until somebody waits for a message is it an error.
  ended.catch(() => undefined);
  const next = async () => {
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
    return message;
  };
  const ready = (await next()) as Ready;
  return {
    ...ready,
    limit: async (limits) => {
      const told = next();
      child.send(limits);
      return (await told) as Traffic;
    },
    close: () => void child.kill(),
  };
}
