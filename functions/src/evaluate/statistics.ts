import { mean } from './mean.ts';
import type { Measured } from './quality.ts';
import { SEED } from './sample.ts';
import { seededRandom } from './seeded-random.ts';

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
