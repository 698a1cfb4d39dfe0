import type { Clock } from '../clock.ts';
import type { Progress, ProgressUpdate, Stage } from '../progress.ts';

export interface Terminal {
  /** Whether a line can be written over. */
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** Calls again and again, so many milliseconds apart, until the function it returns is called. */
export type Every = (ms: number, call: () => void) => () => void;

export interface ProgressLine {
  /** The first update of another stage ends the line of the one before. */
  update: Progress;
  /** The stage is through: its line stays, with the time it took. */
  finish(): void;
  /** The stage broke off: what is written next begins a line of its own. */
  abandon(): void;
  /** Writes a line; a stage's line that is under way goes on below. */
  say(text: string): void;
}

const BAR_CELLS = 24;
const DEFAULT_COLUMNS = 80;
/** Away from a terminal a stage says how far it is this often, not at every update. */
const LOG_EVERY_MS = 5_000;
const REDRAW_EVERY_MS = 100;
const CLEAR_LINE = '\r\x1b[2K';

const UNITS: Record<Stage, string> = { ingest: 'games', similarity: 'tables', publish: 'files' };

/**
 * One line for each stage: drawn over on a terminal, written now and then elsewhere. Its time runs on between updates, so
 * that a long step is seen to be alive.
 */
export function progressLine(terminal: Terminal, clock: Clock, every: Every): ProgressLine {
  const isTTY = terminal.isTTY === true;
  const intervalMs = isTTY ? REDRAW_EVERY_MS : LOG_EVERY_MS;
  let shown: { update: ProgressUpdate; startedAt: number; writtenAt: number; stop: () => void } | undefined;

  const write = (line: string) => {
    // Some terminals say 0 for not known.
    const width = (terminal.columns || DEFAULT_COLUMNS) - 1;
    terminal.write(isTTY ? CLEAR_LINE + line.slice(0, width) : `${line}\n`);
  };
  const draw = (isDue: (sinceMs: number) => boolean) => {
    const now = clock();
    if (shown === undefined || !isDue(now - shown.writtenAt)) return;
    shown.writtenAt = now;
    write(describe(shown.update, now - shown.startedAt, isTTY));
  };
  const whenDue = () => {
    draw((sinceMs) => sinceMs >= intervalMs);
  };
  const end = () => {
    shown?.stop();
    if (shown !== undefined && isTTY) terminal.write('\n');
    shown = undefined;
  };

  const line: ProgressLine = {
    update(update) {
      if (shown?.update.stage !== update.stage) {
        line.finish();
        shown = { update, startedAt: clock(), writtenAt: -Infinity, stop: every(REDRAW_EVERY_MS, whenDue) };
      }
      shown.update = update;
      whenDue();
    },
    finish() {
      if (shown !== undefined) shown.update = withoutNote(shown.update);
      draw(() => true);
      end();
    },
    abandon: end,
    say(text) {
      terminal.write(`${isTTY && shown !== undefined ? CLEAR_LINE : ''}${text}\n`);
      if (isTTY) draw(() => true);
    },
  };
  return line;
}

const withoutNote = ({ stage, done, total }: ProgressUpdate): ProgressUpdate => ({
  stage,
  done,
  ...(total !== undefined && { total }),
});

function describe({ stage, done, total, note }: ProgressUpdate, elapsedMs: number, withBar: boolean): string {
  const share = total === undefined || total === 0 ? 0 : Math.min(1, done / total);
  const filled = Math.round(share * BAR_CELLS);
  const bar = withBar ? `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)} ` : '';
  const of = total === undefined ? '' : ` of ${total.toLocaleString('en')}`;
  const seconds = (elapsedMs / 1000).toFixed(1);
  const what = note === undefined ? '' : `  ${note}`;
  return `${stage.padEnd(11)}${bar}${done.toLocaleString('en')}${of} ${UNITS[stage]}  ${seconds} s${what}`;
}
