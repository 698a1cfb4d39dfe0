import { readJudgements } from '../../evaluate/judgements.ts';
import { readPlays } from '../../evaluate/plays/read-plays.ts';
import type { Command } from '../context.ts';
import { dataDirOf, withExistingWarehouse } from '../data-dir/data-dir.ts';
import { measureLists } from './measure.ts';
import { measurePlays } from './measure.ts';
import { needSimilarity } from '../data-dir/needs.ts';

/** Measures how good the lists are: tables for people, then a line of JSON. Plays alone are measured alone. */
export const evaluateCommand: Command = async (args, context) => {
  // Before the warehouse is opened: what is wrong with the files is told at once.
  const judgements = args.judgements === undefined ? undefined : await readJudgements(args.judgements);
  const plays = args.plays === undefined ? undefined : await readPlays(args.plays);
  const isOfLists = judgements !== undefined || plays === undefined;
  const dataDir = dataDirOf(args, context);
  const figures = await withExistingWarehouse(dataDir, context, { readOnly: false }, async (warehouse) => {
    await needSimilarity(warehouse, dataDir);
    return {
      ...(isOfLists && (await measureLists(warehouse, judgements, context))),
      ...(plays !== undefined && { plays: await measurePlays(warehouse, plays, context) }),
    };
  });
  context.print(`${JSON.stringify(figures)}\n`);
};
