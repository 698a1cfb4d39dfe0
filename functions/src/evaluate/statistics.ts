import { seededRandom } from './random.ts';
import type { Measured, MetricName, Metrics } from './quality.ts';

const RESAMPLES = 1000;
const LOW_QUANTILE = 0.025;
const HIGH_QUANTILE = 0.975;

/**
 * The mean with its 95 % interval by the percentile bootstrap (Efron 1979): means of as many values drawn from them, each as
 * often as chance has it.
 *
 * @returns undefined where there is nothing to average
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

/** NaN of nothing. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * The mean over games, with its interval, as a metric; no metric where no game has a value.
 *
 * @param values one for each game; undefined for a game that the metric says nothing of
 */
export function averaged(name: MetricName, values: readonly (number | undefined)[]): Metrics {
  const measured = meanWithInterval(values.filter((value) => value !== undefined));
  return measured === undefined ? {} : { [name]: measured };
}

/**
 * Recall@k: how many of the relevant games a list holds, of as many as it could hold (Liang et al. 2018 cut it so), 0 to 1.
 *
 * @param size how long the list may be
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

/** Games over which a figure is averaged, drawn at random where there are more. Intervals are then ±0.01 or narrower. */
const SAMPLED_GAMES = 5_000;
/** What is drawn at random is drawn again by the next run: two runs differ by what was measured only. */
export const SEED = 10;

/**
 * `size` of the items, each as likely as any other, or all of them where there are no more; in their own order.
 *
 * @param random from 0 up to, but not, 1
 */
export function sample<T>(items: readonly T[], size: number, random: () => number): T[] {
  let wanted = Math.min(size, items.length);
  // Knuth's algorithm S: an item is taken with the share of those still wanted among those still to come.
  return items.filter((_, i) => {
    const isTaken = random() * (items.length - i) < wanted;
    if (isTaken) wanted--;
    return isTaken;
  });
}

/** The games to average a figure over. */
export const sampleOfGames = <T>(games: readonly T[]): T[] =>
  sample(games, SAMPLED_GAMES, seededRandom(SEED));
