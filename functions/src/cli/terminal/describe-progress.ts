import { duration } from '../../clock.ts';
import type { Throughput } from '../../progress/throughput.ts';
import { howFar, type ProgressUpdate, retriesOf } from '../../progress/progress.ts';
import { textWidth } from './format-rows.ts';

export interface Surroundings {
  /** Since the stage began. */
  elapsedMs: number;
  /** Undefined for a stage that is through, or has not gone on for long. */
  throughput: Throughput | undefined;
  /** Cells of the terminal that may be filled. */
  width: number;
}

/** With it a crawl of all of IGDB, its rate, its ETA and its retries fit into 80 columns. */
const BAR_CELLS = 10;
const STAGE_CELLS = 'similarity '.length;

/** How far a stage is as one line; what does not fit is left out, from the right. */
export function describeProgress(
  update: ProgressUpdate,
  { elapsedMs, throughput, width }: Surroundings,
): string {
  const seconds = `${(elapsedMs / 1000).toFixed(1)} s`;
  // Steps of SQL, and files, are too unlike each other for a rate.
  const time = throughput === undefined || update.stage !== 'ingest' ? [seconds] : rateOf(throughput);
  const first = `${update.stage.padEnd(STAGE_CELLS)}${bar(update)} ${howFar(update)}`;
  return fitting([first, ...time, retriesOf(update), update.note], width);
}

function bar({ done, total }: ProgressUpdate): string {
  const share = total === undefined || total === 0 ? 0 : Math.min(1, done / total);
  // A bar that is full says that all is done.
  const filled = share === 1 ? BAR_CELLS : Math.floor(share * BAR_CELLS);
  return '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled);
}

const rateOf = ({ perSecond, etaSeconds }: Throughput) => [
  `${Math.round(perSecond).toLocaleString('en')}/s`,
  etaSeconds === undefined ? undefined : `ETA ${duration(etaSeconds)}`,
];

function fitting(parts: (string | undefined)[], width: number): string {
  let line = '';
  for (const part of parts) {
    if (part === undefined) continue;
    const longer = line === '' ? part : `${line}  ${part}`;
    if (textWidth(longer) > width) break;
    line = longer;
  }
  return line === '' ? (parts[0] ?? '').slice(0, width) : line;
}
