import type { Command } from '../context.ts';
import { dryRun } from '../dry-run.ts';
import { runIngest } from '../stages.ts';
import { stageCommand } from './stage.ts';

/** Fetches games, or says what fetching them would take. */
export const ingestCommand: Command = (args, context) =>
  stageCommand(args.dryRun ? dryRun : runIngest)(args, context);
