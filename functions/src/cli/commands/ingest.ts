import type { Arguments } from '../arguments.ts';
import type { Command, Context } from '../context.ts';
import { dryRun } from './dry-run.ts';
import { runReplay } from './replay.ts';
import { runIngest } from './stages.ts';
import { stageCommand } from './stages.ts';

/** Fetches games, from IGDB or from an archive, or says what fetching them would take. */
export const ingestCommand: Command = (args, context) => stageCommand(stageFor(args))(args, context);

function stageFor({ dryRun: isDry, replay }: Arguments) {
  if (replay !== undefined) return (args: Arguments, context: Context) => runReplay(replay, args, context);
  return isDry ? dryRun : runIngest;
}
