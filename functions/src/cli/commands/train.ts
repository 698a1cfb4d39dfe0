import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJudgements } from '../../evaluate/judgements.ts';
import { SQL_DIR } from '../../tables.ts';
import { trainLexicon } from '../../train/train.ts';
import type { Command } from '../context.ts';
import { dataDirOf, withExistingWarehouse } from '../data-dir/data-dir.ts';
import { needSimilarity } from '../data-dir/needs.ts';
import { UsageError } from '../errors.ts';
import { formatRows } from '../terminal/format-rows.ts';

const SEED = join(SQL_DIR, 'seeds', 'learned_phrases.csv');

/** Learns the lexicon from games that players have tagged, and writes its seed file. The next run of similarity uses it. */
export const trainCommand: Command = async (args, context) => {
  if (args.judgements === undefined) {
    throw new UsageError('train learns from what players think: --judgements FILE is needed.');
  }
  const tagged = await readJudgements(args.judgements, 'joined');
  const withheld = args.without === undefined ? [] : await readJudgements(args.without, 'joined');
  const dataDir = dataDirOf(args, context);
  const { phrases, games, concepts } = await withExistingWarehouse(
    dataDir,
    context,
    { readOnly: true },
    async (warehouse) => {
      await needSimilarity(warehouse, dataDir);
      return trainLexicon(warehouse, tagged, new Set(withheld.map(({ igdb_id }) => igdb_id)));
    },
  );
  writeFileSync(SEED, formatRows(phrases, 'csv'));
  context.print(`${JSON.stringify({ games, concepts, phrases: phrases.length, seed: SEED })}\n`);
};
