import { meanWithInterval } from './statistics.ts';
import type { MetricName, Metrics } from './quality.ts';

/**
 * The mean over games, with its interval, as a metric; no metric where no game has a value.
 *
 * @param values one for each game; undefined for a game that the metric says nothing of
 */
export function averaged(name: MetricName, values: readonly (number | undefined)[]): Metrics {
  const measured = meanWithInterval(values.filter((value) => value !== undefined));
  return measured === undefined ? {} : { [name]: measured };
}
