import type { Arguments } from '../arguments.ts';
import type { Command, Context } from '../context.ts';

/** A command that runs one stage and prints its summary as a line of JSON. */
export const stageCommand =
  (stage: (args: Arguments, context: Context) => Promise<object>): Command =>
  async (args, context) => {
    context.print(`${JSON.stringify(await stage(args, context))}\n`);
  };
