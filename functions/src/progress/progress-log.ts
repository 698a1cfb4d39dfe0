import { type Clock, duration } from '../clock.ts';
import type { Log, LogFields } from '../log.ts';
import { createThroughputMeter, type Throughput, type ThroughputMeter } from './throughput.ts';
import { howFar, type Progress, type ProgressUpdate, retriesOf } from './progress.ts';

export interface ProgressLog {
  /** The first update of another stage ends the one before. */
  update: Progress;
  /** The stage is through. */
  finish(): void;
  /** The stage broke off: whoever ended it says why. */
  abandon(): void;
}

/** An entry takes this many pages, five seconds of IGDB's, or what came in five seconds where that is less. */
const GROUP_UPDATES = 20;
const GROUP_MS = 5_000;
const MS_PER_SECOND = 1000;

/** Writes an entry for the begin of a stage, for each group of pages or step, and for its end. */
export function progressLog(log: Log, clock: Clock): ProgressLog {
  let shown:
    | {
        update: ProgressUpdate;
        startedAt: number;
        meter: ThroughputMeter;
        loggedAt: number;
        sinceLogged: number;
      }
    | undefined;

  const write = (message: string, fields: LogFields) => {
    log({ severity: 'INFO', message, fields });
  };

  const progress: ProgressLog = {
    update(update) {
      if (shown?.update.stage !== update.stage) progress.finish();
      const now = clock();
      const before = shown?.update;
      shown ??= { update, startedAt: now, meter: createThroughputMeter(), loggedAt: now, sinceLogged: 0 };
      shown.update = update;
      shown.meter.add(now, update.done);
      shown.sinceLogged += 1;
      const isGroup = shown.sinceLogged >= GROUP_UPDATES || now - shown.loggedAt >= GROUP_MS;
      if (!isGroup && !isStep(update, before)) return;
      shown.loggedAt = now;
      shown.sinceLogged = 0;
      const throughput = update.stage === 'ingest' ? shown.meter.read(now, update.total) : undefined;
      write(describe(update, throughput), fieldsOf(update, throughput));
    },
    finish() {
      if (shown === undefined) return;
      const { update, startedAt } = shown;
      const seconds = ((clock() - startedAt) / MS_PER_SECOND).toFixed(1);
      write(`${update.stage} is through: ${howFar(update)} in ${seconds} s`, fieldsOf(update, undefined));
      shown = undefined;
    },
    abandon() {
      shown = undefined;
    },
  };
  return progress;
}

/** Whether something else is done from here on, or all is done. */
const isStep = ({ note, done, total }: ProgressUpdate, before: ProgressUpdate | undefined) =>
  before === undefined || note !== before.note || (done === total && done !== before.done);

function describe(update: ProgressUpdate, throughput: Throughput | undefined): string {
  const parts = [
    howFar(update),
    throughput && `${perSecondOf(throughput).toLocaleString('en')} games/s`,
    throughput?.etaSeconds !== undefined && `ETA ${duration(throughput.etaSeconds)}`,
    retriesOf(update),
    update.note,
  ];
  return `${update.stage}: ${parts.filter((part) => typeof part === 'string').join(', ')}`;
}

const fieldsOf = (
  { stage, done, total, retries = 0 }: ProgressUpdate,
  throughput: Throughput | undefined,
): LogFields => ({
  stage,
  done,
  ...(total !== undefined && { total }),
  ...(throughput !== undefined && { gamesPerSecond: perSecondOf(throughput) }),
  ...(throughput?.etaSeconds !== undefined && { etaSeconds: throughput.etaSeconds }),
  retries,
});

const perSecondOf = ({ perSecond }: Throughput) => Math.round(perSecond);
