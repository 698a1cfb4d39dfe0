import type { Measured, MetricName } from '../evaluate/quality.ts';
import type { Log } from '../log.ts';
import { readLastManifest } from '../release/manifest.ts';
import type { Storage } from '../storage.ts';

/** What players think is compared by its whole interval: a fall that chance explains passes. */
const JUDGED: MetricName = 'tag_agreement@10';

/**
 * How far the metrics without judges may be from those of the last release. They are measured over all games, so that chance has no
 * part in them; what moves them further than a night's news is a fault of the data or of the SQL.
 */
const LIMITS: { metric: MetricName; isWorse: (found: number, last: number) => boolean; limit: string }[] = [
  {
    metric: 'games',
    isWorse: (found, last) => found < Math.min(0.95 * last, last - FEW_GAMES),
    limit: 'at least 95 % of',
  },
  { metric: 'with_neighbors', isWorse: (found, last) => found < last - 0.02, limit: 'at most 0.02 below' },
  { metric: 'coverage@10', isWorse: (found, last) => found < last - 0.05, limit: 'at most 0.05 below' },
  { metric: 'gini@10', isWorse: (found, last) => found > last + 0.05, limit: 'at most 0.05 above' },
  {
    metric: 'largest_in_degree@10',
    isWorse: (found, last) => found > 2 * Math.max(last, SMALL_HUB),
    limit: 'at most twice',
  },
];
/** A night adds less than 1 % to IGDB. What grew more was a part of it before, as after `--limit`. */
const MUCH_GROWN = 1.2;
/** In a small catalogue so many are more than 5 %, and no sign of a fault. */
const FEW_GAMES = 5;
/** In a small catalogue the largest hub doubles by chance. */
const SMALL_HUB = 100;
/** Of fewer games one more or less moves coverage and Gini beyond the limits. */
const FEWEST_COMPARED = 100;
const DECIMALS = 4;

export interface GateDeps {
  storage: Storage;
  log: Log;
  /** Let the run pass whatever it measures. */
  force: boolean;
  /** The last release was made from another catalogue: it is nothing to compare with. Default: false. */
  isAnotherCatalogue?: boolean;
}

/** The lists of a run are worse than those of the last release. */
export class QualityGateError extends Error {
  override name = 'QualityGateError';
  readonly metric: MetricName;
  readonly found: Measured;
  /** Of the last release. */
  readonly expected: number;

  constructor(metric: MetricName, found: Measured, expected: number, message: string) {
    super(message);
    this.metric = metric;
    this.found = found;
    this.expected = expected;
  }
}

/**
 * Compares a run with the last release: players' agreement, which must not lie above the run's whole 95 % interval, and the metrics
 * without judges, each with its limit. What was not measured, now or then, passes: a catalogue need not have judges.
 *
 * @throws {@link QualityGateError} for the first that is worse
 */
export async function checkQuality(
  { storage, log, force, isAnotherCatalogue = false }: GateDeps,
  runId: string,
  quality: Readonly<Record<string, Measured>>,
): Promise<void> {
  if (quality[JUDGED] === undefined) {
    log({ severity: 'INFO', message: `Nobody judged ${runId}: it is published without players' agreement.` });
  }
  // A new release mends a damaged one, which is then nothing to compare with.
  const last = isAnotherCatalogue ? undefined : await readLastManifest(storage);
  const shown = (figure: number) => figure.toFixed(Number.isInteger(figure) ? 0 : DECIMALS);
  const refuse = (metric: MetricName, found: Measured, expected: number, finding: string) => {
    if (!force) {
      const advice =
        'it is not published. Mend what made it worse and run similarity again, or publish it with --force.';
      throw new QualityGateError(metric, found, expected, `${finding}: ${advice}`);
    }
    log({ severity: 'WARNING', message: `${finding}: it is published all the same.` });
  };
  const judged = quality[JUDGED];
  const agreement = last?.metrics?.[JUDGED];
  if (judged !== undefined && agreement !== undefined) {
    const { value, low = value, high = value } = judged;
    if (high < agreement) {
      const [is, least, most, before] = [value, low, high, agreement].map((figure) =>
        figure.toFixed(DECIMALS),
      );
      const finding =
        `${JUDGED} of ${runId} is ${is} (${least} to ${most}), below the ${before} of the last release, ` +
        String(last?.release);
      refuse(JUDGED, judged, agreement, finding);
    }
  }
  const [games, gamesBefore] = [quality['games']?.value, last?.metrics?.['games']];
  if (games !== undefined && gamesBefore !== undefined && games > MUCH_GROWN * gamesBefore) {
    const message = `The last release, ${String(last?.release)}, had ${gamesBefore} games, this run has ${games}: their lists are not compared.`;
    log({ severity: 'INFO', message });
    return;
  }
  for (const { metric, isWorse, limit } of LIMITS) {
    if (metric !== 'games' && games !== undefined && games < FEWEST_COMPARED) continue;
    const found = quality[metric];
    const expected = last?.metrics?.[metric];
    if (found === undefined || expected === undefined || !isWorse(found.value, expected)) continue;
    const finding =
      `${metric} of ${runId} is ${shown(found.value)}: expected ${limit} the ${shown(expected)} of the last release, ` +
      String(last?.release);
    refuse(metric, found, expected, finding);
  }
}
