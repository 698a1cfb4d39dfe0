import type { Clock } from '../clock.ts';
import type { Progress, Stage } from '../progress.ts';

export interface Terminal {
  /** Whether a line can be written over. */
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

const BAR_CELLS = 24;
/** Away from a terminal a stage says how far it is this often, not at every update. */
const LOG_EVERY_MS = 5_000;
const REDRAW_EVERY_MS = 50;
const CLEAR_LINE = '\r\x1b[2K';

const UNITS: Record<Stage, string> = { ingest: 'games', similarity: 'tables', publish: 'files' };

/** One line for each stage: drawn over on a terminal, written now and then elsewhere. */
export function progressLine(terminal: Terminal, clock: Clock): Progress {
  let stage: Stage | undefined;
  let startedAt = 0;
  let writtenAt = -Infinity;
  return (update) => {
    const now = clock();
    if (update.stage !== stage) {
      stage = update.stage;
      startedAt = now;
      writtenAt = -Infinity;
    }
    const isLast = update.total !== undefined && update.done >= update.total;
    if (!isLast && now - writtenAt < (terminal.isTTY === true ? REDRAW_EVERY_MS : LOG_EVERY_MS)) return;
    writtenAt = now;
    const { done, total, note } = update;
    const share = total === undefined || total === 0 ? 1 : Math.min(1, done / total);
    const filled = Math.round(share * BAR_CELLS);
    const bar = terminal.isTTY === true ? `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)} ` : '';
    const of = total === undefined ? '' : ` of ${total.toLocaleString('en')}`;
    const seconds = ((now - startedAt) / 1000).toFixed(1);
    const what = note === undefined || isLast ? '' : `  ${note}`;
    const line = `${stage.padEnd(11)}${bar}${done.toLocaleString('en')}${of} ${UNITS[stage]}  ${seconds} s${what}`;
    if (terminal.isTTY !== true) terminal.write(`${line}\n`);
    else terminal.write(`${CLEAR_LINE}${line.slice(0, (terminal.columns ?? 80) - 1)}${isLast ? '\n' : ''}`);
  };
}
