import { type Evaluation, evaluate } from '../../evaluate/evaluate.ts';
import type { Judgement } from '../../evaluate/judgements.ts';
import { type PlaysEvaluation, evaluatePlays } from '../../evaluate/plays/evaluate-plays.ts';
import type { Play } from '../../evaluate/plays/read-plays.ts';
import { METRICS, type Measured, type MetricName } from '../../evaluate/quality.ts';
import type { Row, Warehouse } from '../../warehouse.ts';
import type { Context } from '../context.ts';
import { formatRows } from '../terminal/format-rows.ts';

/** Measures the lists of the last run of similarity, keeps the figures, and shows them as a table. */
export async function measureLists(
  warehouse: Warehouse,
  judgements: Judgement[] | undefined,
  { clock, progress }: Context,
): Promise<Evaluation> {
  const evaluation = await evaluate({ warehouse, clock }, judgements);
  const { metrics, largestHub } = evaluation;
  const rows = Object.entries(metrics).map(([metric, measured]) => ({
    metric,
    ...columnsOf(measured),
    'what it is': METRICS[metric as MetricName],
  }));
  progress.say(formatRows(rows, 'table').trimEnd());
  if (largestHub !== undefined) {
    progress.say(`The game in the most top tens is ${largestHub.name} (${largestHub.id}).`);
  }
  return evaluation;
}

const DECIMALS = 4;
const rounded = (value: number | undefined) => (value === undefined ? null : Number(value.toFixed(DECIMALS)));

/** A measurement as columns of a table. */
const columnsOf = ({ value, low, high }: Measured): Row => ({
  value: rounded(value),
  low: rounded(low),
  high: rounded(high),
});

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
