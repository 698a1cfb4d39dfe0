import { evaluatePlays, type PlaysEvaluation } from '../evaluate/plays/evaluate-plays.ts';
import type { Play } from '../evaluate/plays/read-plays.ts';
import type { Warehouse } from '../warehouse.ts';
import type { Context } from './context.ts';
import { formatRows } from './terminal/format-rows.ts';
import { columnsOf } from './commands/measure.ts';

/** Measures how well the vectors tell what people played, and shows it as a table beside two references. */
export async function measurePlays(
  warehouse: Warehouse,
  plays: Play[],
  { progress }: Context,
): Promise<PlaysEvaluation> {
  const evaluation = await evaluatePlays(warehouse, plays);
  const { users, games, unknownPlays, rankers } = evaluation;
  const rows = Object.entries(rankers).flatMap(([ranker, measures]) =>
    Object.entries(measures).map(([metric, measured]) => ({ ranker, metric, ...columnsOf(measured) })),
  );
  progress.say(formatRows(rows, 'table').trimEnd());
  const unknown = unknownPlays === 0 ? '' : `; ${unknownPlays} plays are of games not in the catalogue`;
  progress.say(`One game held out for each of ${users} users, ${games} games ranked${unknown}.`);
  return evaluation;
}
