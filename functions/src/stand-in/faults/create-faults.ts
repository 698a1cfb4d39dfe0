import type { Sleep } from '../../clock.ts';
import type { Hook } from '../exchange.ts';
import type { Reply } from '../reply.ts';
import { isPage } from './fault.ts';
import { FAULTS, type FaultName } from './faults.ts';
import type { FaultSwitch, When } from './parse-faults.ts';

export interface FaultDeps {
  /** From 0 (included) to 1 (excluded). */
  random: () => number;
  sleep: Sleep;
  /** Told of each request that is struck, by its number among those of its kind. */
  onStrike: (name: FaultName, request: number) => void;
}

/** A hook that makes things go wrong. Where several faults strike one request, the first named is the outermost. */
export function createFaults(switches: readonly FaultSwitch[], { random, sleep, onStrike }: FaultDeps): Hook {
  const requests = { api: 0, token: 0 };
  let pageBefore: Reply | undefined;

  return async (exchange, next) => {
    const kind = exchange.url.pathname.startsWith('/v4/') ? 'api' : 'token';
    requests[kind] += 1;
    const request = requests[kind];

    const due = switches.filter(({ name, when }) => FAULTS[name].of === kind && isDue(when, request, random));
    const strike = due.reduceRight<typeof next>(
      (inner, { name, ms }) =>
        () => {
          onStrike(name, request);
          return FAULTS[name].strike({ exchange, next: inner, pageBefore, wait: () => sleep(ms) });
        },
      next,
    );
    const reply = await strike();
    if (isPage(reply)) pageBefore = reply;
    return reply;
  };
}

/** A chance is drawn for every request of the fault's kind, struck by another one or not. */
const isDue = (when: When, request: number, random: () => number): boolean =>
  'chance' in when ? random() < when.chance : when.from <= request && request <= when.to;
