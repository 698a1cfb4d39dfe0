import { createFaults } from '../../stand-in/faults/create-faults.ts';
import { seededRandom } from '../../evaluate/random.ts';
import { startStandIn } from '../../stand-in/stand-in.ts';
import type { Command } from '../context.ts';
import { recordsOf } from '../source/origin.ts';

/** IGDB's API over a catalogue, at IGDB's own pace and with the faults asked for, until it is ended. */
export const igdbStandInCommand: Command = async (
  { catalog, port, faults = [], seed = 1 },
  { clock, sleep, progress, print },
) => {
  const records = recordsOf(
    catalog === undefined ? { kind: 'bundled' } : { kind: 'file', path: catalog },
    progress.say,
  );
  const onStrike = (name: string, request: number) => {
    progress.say(`${name} at request ${request}`);
  };
  const hooks = [createFaults(faults, { random: seededRandom(seed), sleep, onStrike })];
  const standIn = await startStandIn({ records, clock, port, hooks });
  print(`IGDB stand-in at ${standIn.baseUrl}, tokens at ${standIn.tokenUrl}  (Ctrl-C ends it)\n`);
};
