import type { Clock } from '../../clock.ts';
import { createThroughputMeter, type ThroughputMeter } from '../../progress/throughput.ts';
import type { ProgressUpdate } from '../../progress/progress.ts';
import { describeProgress } from './describe-progress.ts';
import type { Reporter } from './reporter.ts';

export interface Terminal {
  /** Whether a line can be written over. */
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** Calls again and again, so many milliseconds apart, until the function it returns is called. */
export type Every = (ms: number, call: () => void) => () => void;

const DEFAULT_COLUMNS = 80;
const REDRAW_EVERY_MS = 100;
const CLEAR_LINE = '\r\x1b[2K';

/**
 * One line for each stage, drawn over. Its time runs on between updates, so that a long step is seen to be alive; the line
 * of a stage that is through stays.
 */
export function progressLine(terminal: Terminal, clock: Clock, every: Every): Reporter {
  let shown:
    | { update: ProgressUpdate; startedAt: number; drawnAt: number; meter: ThroughputMeter; stop: () => void }
    | undefined;

  const draw = (isThrough = false) => {
    if (shown === undefined) return;
    const now = clock();
    const { update, startedAt, meter } = shown;
    shown.drawnAt = now;
    // Some terminals say 0 for not known. The last column stays free: some begin another line after it.
    const width = (terminal.columns || DEFAULT_COLUMNS) - 1;
    const throughput = isThrough ? undefined : meter.read(now, update.total);
    terminal.write(CLEAR_LINE + describeProgress(update, { elapsedMs: now - startedAt, throughput, width }));
  };
  const drawWhenDue = () => {
    if (shown !== undefined && clock() - shown.drawnAt >= REDRAW_EVERY_MS) draw();
  };
  const end = () => {
    if (shown === undefined) return;
    shown.stop();
    terminal.write('\n');
    shown = undefined;
  };
  const say = (text: string) => {
    terminal.write(`${shown === undefined ? '' : CLEAR_LINE}${text}\n`);
    draw();
  };

  const line: Reporter = {
    update(update) {
      if (shown?.update.stage !== update.stage) {
        line.finish();
        const stop = every(REDRAW_EVERY_MS, drawWhenDue);
        shown = { update, startedAt: clock(), drawnAt: -Infinity, meter: createThroughputMeter(), stop };
      }
      shown.update = update;
      shown.meter.add(clock(), update.done);
      drawWhenDue();
    },
    finish() {
      if (shown !== undefined) shown.update = withoutNote(shown.update);
      draw(true);
      end();
    },
    abandon: end,
    say,
    log({ message }) {
      // What IGDB has sent may be part of it, and could move the cursor.
      say(message.replaceAll(/[\s\p{Cc}]+/gu, ' '));
    },
  };
  return line;
}

const withoutNote = ({ note: _, ...update }: ProgressUpdate): ProgressUpdate => update;
