import { FAULTS, type FaultName } from './faults.ts';
import type { Fault } from './fault.ts';

/** Requests by their numbers, from 1, both ends included; or each with a chance between 0 and 1. */
export type When = { from: number; to: number } | { chance: number };

export interface FaultSwitch {
  name: FaultName;
  when: When;
  /** What a fault with `takesMs` waits; 0 for the others. */
  ms: number;
}

const FAULT_GRAMMAR = 'NAME[=MS][:WHEN], WHEN a request (7), several (5-9, 5-) or a chance (0.05)';

const SWITCH = /^(?<name>[a-z0-9-]+)(?:=(?<ms>\d+))?(?::(?<when>.+))?$/;

/**
 * Reads switches such as `cut-body:7`, `too-many-requests:5-9`, `hang:0.05` and `slow=200`. Requests are counted by kind:
 * a fault of the API does not count those for a token. Without WHEN every request is struck.
 *
 * @throws Error in one sentence for what is no switch
 */
export const parseFaults = (texts: readonly string[]): FaultSwitch[] => texts.map(parseFault);

function parseFault(text: string): FaultSwitch {
  const { name = '', ms, when } = SWITCH.exec(text)?.groups ?? {};
  if (!isFaultName(name)) {
    throw new Error(
      `expected ${FAULT_GRAMMAR}, NAME one of ${Object.keys(FAULTS).join(', ')}; found ${JSON.stringify(text)}.`,
    );
  }
  const { takesMs = false }: Fault = FAULTS[name];
  if (takesMs !== (ms !== undefined)) {
    const expected = takesMs ? `needs milliseconds, as in ${name}=200` : 'takes no milliseconds';
    throw new Error(`${name} ${expected}; found ${JSON.stringify(text)}.`);
  }
  return { name, when: parseWhen(when, text), ms: Number(ms ?? 0) };
}

const isFaultName = (name: string): name is FaultName => Object.hasOwn(FAULTS, name);

function parseWhen(when: string | undefined, text: string): When {
  if (when === undefined) return { from: 1, to: Infinity };
  const [, first, dash, last] = /^([1-9]\d*)(-)?([1-9]\d*)?$/.exec(when) ?? [];
  if (first !== undefined && (dash !== undefined || last === undefined)) {
    const from = Number(first);
    const to = dash === undefined ? from : Number(last ?? Infinity);
    if (from <= to) return { from, to };
  }
  if (/^0?\.\d+$/.test(when)) return { chance: Number(when) };
  throw new Error(`expected ${FAULT_GRAMMAR}; found ${JSON.stringify(text)}.`);
}
