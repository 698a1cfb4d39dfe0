/** How fast work goes. */
export interface Throughput {
  /** Units a second over the last ten seconds. */
  perSecond: number;
  /** Until all is done at this rate; undefined when the total is not known, or nothing moves. */
  etaSeconds?: number;
}

export interface ThroughputMeter {
  add(atMs: number, done: number): void;
  /** Undefined until work has gone on for a second. */
  read(atMs: number, total: number | undefined): Throughput | undefined;
}

const WINDOW_MS = 10_000;
/** What a shorter stretch shows jumps about. */
const LEAST_MS = 1_000;
const MS_PER_SECOND = 1000;

/** Measures over a window, so that a wait is seen at once and forgotten soon. */
export function createThroughputMeter(): ThroughputMeter {
  /** Oldest first; the oldest is what was done when the window began. */
  let samples: { atMs: number; done: number }[] = [];
  const forgetBefore = (ms: number) => {
    while ((samples[1]?.atMs ?? Infinity) <= ms) samples.shift();
  };

  return {
    add(atMs, done) {
      // What goes before the first unit, such as reading a catalogue, is no part of it.
      if (done === 0) samples = [];
      samples.push({ atMs, done });
      forgetBefore(atMs - WINDOW_MS);
    },
    read(atMs, total) {
      forgetBefore(atMs - WINDOW_MS);
      const [first, last] = [samples[0], samples.at(-1)];
      if (first === undefined || last === undefined || last.done === 0) return undefined;
      if (atMs - first.atMs < LEAST_MS) return undefined;
      const perSecond = ((last.done - first.done) * MS_PER_SECOND) / (atMs - first.atMs);
      if (total === undefined || perSecond === 0) return { perSecond };
      return { perSecond, etaSeconds: Math.ceil(Math.max(0, total - last.done) / perSecond) };
    },
  };
}
