import type { Measured, MetricName } from '../evaluate/quality.ts';
import type { Log } from '../log.ts';
import { readLastManifest } from '../release/manifest.ts';
import type { Storage } from '../storage.ts';

/** What a release is judged by. */
const GATE: MetricName = 'tag_agreement@10';
const DECIMALS = 4;

export interface GateDeps {
  storage: Storage;
  log: Log;
  /** Let the run pass whatever it measures. */
  force: boolean;
}

/** Players agree less with a run than with the last release, by more than chance explains. */
export class QualityGateError extends Error {
  override name = 'QualityGateError';
  readonly found: Measured;
  /** Of the last release. */
  readonly expected: number;

  constructor(found: Measured, expected: number, message: string) {
    super(message);
    this.found = found;
    this.expected = expected;
  }
}

/**
 * Compares a run with the last release, whose agreement must not lie above the run's whole 95 % interval. What was not
 * measured, now or then, passes: a catalogue need not have judges.
 *
 * @throws {@link QualityGateError}
 */
export async function checkQuality(
  { storage, log, force }: GateDeps,
  runId: string,
  quality: Readonly<Record<string, Measured>>,
): Promise<void> {
  const found = quality[GATE];
  if (found === undefined) {
    log({ severity: 'INFO', message: `The quality of ${runId} is not measured: it is published unjudged.` });
    return;
  }
  // A new release mends a damaged one, which is then nothing to compare with.
  const last = await readLastManifest(storage);
  const expected = last?.metrics?.[GATE];
  const { value, low = value, high = value } = found;
  if (expected === undefined || high >= expected) return;
  const [shown, least, most, before] = [value, low, high, expected].map((figure) => figure.toFixed(DECIMALS));
  const finding =
    `${GATE} of ${runId} is ${shown} (${least} to ${most}), below the ${before} of the last release, ` +
    String(last?.release);
  if (!force) {
    throw new QualityGateError(
      found,
      expected,
      `${finding}: it is not published. Mend what made it worse and run similarity again, or publish it with --force.`,
    );
  }
  log({ severity: 'WARNING', message: `${finding}: it is published all the same.` });
}
