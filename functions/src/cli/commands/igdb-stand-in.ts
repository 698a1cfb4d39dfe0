import { startStandIn } from '../../stand-in/stand-in.ts';
import type { Command } from '../context.ts';
import { recordsOf } from '../origin.ts';

/** IGDB's API over a catalogue, at IGDB's own pace, until it is ended. */
export const igdbStandInCommand: Command = async ({ catalog, port }, { clock, progress, print }) => {
  const records = recordsOf(
    catalog === undefined ? { kind: 'bundled' } : { kind: 'file', path: catalog },
    progress.say,
  );
  const standIn = await startStandIn({ records, clock, port });
  print(`IGDB stand-in at ${standIn.baseUrl}, tokens at ${standIn.tokenUrl}  (Ctrl-C ends it)\n`);
};
