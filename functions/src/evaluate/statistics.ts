import { seededRandom } from './random.ts';
import type { Measured, MetricName, Metrics } from './quality.ts';

const RESAMPLES = 1000;
const LOW_QUANTILE = 0.025;
const HIGH_QUANTILE = 0.975;

/**
 * The mean with its 95 % interval by the percentile bootstrap (Efron 1979): the means of samples of the same size, drawn with
 * replacement.
 *
 * @returns undefined without values
 */
export function meanWithInterval(values: readonly number[]): Required<Measured> | undefined {
  if (values.length === 0) return undefined;
  const random = seededRandom(SEED);
  const drawn = () => values[Math.floor(random() * values.length)] ?? 0;
  const resample = () => values.reduce((sum) => sum + drawn(), 0) / values.length;
  const means = Float64Array.from({ length: RESAMPLES }, resample).sort();
  const quantile = (share: number) => means[Math.round(share * (RESAMPLES - 1))] ?? NaN;
  return { value: mean(values), low: quantile(LOW_QUANTILE), high: quantile(HIGH_QUANTILE) };
}

/** NaN without values. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * The mean over games, with its interval, as a metric. No metric where no game has a value.
 *
 * @param values one for each game; undefined where the metric does not apply to the game
 */
export function averaged(name: MetricName, values: readonly (number | undefined)[]): Metrics {
  const measured = meanWithInterval(values.filter((value) => value !== undefined));
  return measured === undefined ? {} : { [name]: measured };
}

/**
 * Recall@k, 0 to 1: the share of the relevant games that a list holds, out of those it has room for (as in Liang et al. 2018).
 *
 * @param size length of the list
 * @returns undefined where nothing is relevant
 */
export function recall(
  list: readonly number[],
  relevant: ReadonlySet<number>,
  size: number,
): number | undefined {
  if (relevant.size === 0) return undefined;
  return list.filter((game) => relevant.has(game)).length / Math.min(size, relevant.size);
}

/** A figure is averaged over at most this many games, drawn at random. Its interval is then ±0.01 or narrower. */
const SAMPLED_GAMES = 5_000;
/** Every run draws the same sample, so two runs over the same tables give the same figures. */
export const SEED = 10;

/**
 * A uniform sample of `size` items in their original order, or all items where there are fewer.
 *
 * @param random numbers in [0, 1)
 */
export function sample<T>(items: readonly T[], size: number, random: () => number): T[] {
  let wanted = Math.min(size, items.length);
  // Knuth's algorithm S: an item is taken with probability (still wanted) / (still to come).
  return items.filter((_, i) => {
    const isTaken = random() * (items.length - i) < wanted;
    if (isTaken) wanted--;
    return isTaken;
  });
}

/** The games that a figure is averaged over. */
export const sampleOfGames = <T>(games: readonly T[]): T[] =>
  sample(games, SAMPLED_GAMES, seededRandom(SEED));
