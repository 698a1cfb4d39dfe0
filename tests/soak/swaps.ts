import { setTimeout } from 'node:timers/promises';
import type { LogEntry } from '@playkin/functions/src/log.ts';
import { createRecommendHandler } from '@playkin/functions/src/recommend/handler.ts';
import { LATEST_PATH, manifestPath, RELEASES_PREFIX, releasePath } from '@playkin/shared/release.ts';
import type { MemoryStorage } from '../support/memory-storage.ts';
import { serve } from '../support/serve-function.ts';

/** How a release is damaged after it was published, or what it is that this code does not know. */
const DAMAGES: readonly ((storage: MemoryStorage, release: string) => void)[] = [
  function flippedBit({ objects }, release) {
    const path = releasePath(release, 'vectors');
    const bytes = Uint8Array.from(objects.get(path) ?? []);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    objects.set(path, bytes);
  },
  function cutShort({ objects }, release) {
    const path = releasePath(release, 'neighbors');
    objects.set(path, (objects.get(path) ?? new Uint8Array()).slice(0, -10));
  },
  function fromTheFuture({ objects }, release) {
    const manifest = JSON.parse(Buffer.from(objects.get(manifestPath(release)) ?? []).toString()) as object;
    objects.set(manifestPath(release), Buffer.from(JSON.stringify({ ...manifest, format: 99 })));
  },
];

/** The same release under another name. */
function publishAgain({ objects }: MemoryStorage, from: string, to: string): void {
  const prefix = `${RELEASES_PREFIX}${from}/`;
  for (const [path, bytes] of [...objects]) {
    if (path.startsWith(prefix)) objects.set(`${RELEASES_PREFIX}${to}/${path.slice(prefix.length)}`, bytes);
  }
  const manifest = JSON.parse(Buffer.from(objects.get(manifestPath(to)) ?? []).toString()) as object;
  objects.set(manifestPath(to), Buffer.from(JSON.stringify({ ...manifest, release: to })));
}

export interface SwapsOrder {
  storage: MemoryStorage;
  /** The name of the release that the storage holds. */
  first: string;
  swaps: number;
  /** Which swaps, from 1, are to a damaged release. */
  damaged: readonly number[];
  /** Between two swaps. */
  pauseMs: number;
  /** Asked in turn. */
  paths: readonly string[];
  /** Requests at a time. */
  clients: number;
}

export interface Swaps {
  answers: number;
  /** What was wrong with an answer, at most a few. */
  failures: string[];
  /** The releases that answers came from, in the order in which they came up. */
  releases: string[];
  /** Of all answers, while a release was loaded or not. */
  slowestMs: number;
  logged: LogEntry[];
  /** After each swap. */
  rssMb: number[];
}

const FAILURES_KEPT = 5;
const BYTES_PER_MIB = 1024 ** 2;
/** A request that takes so long hangs. */
const HANGS_MS = 30_000;

/** Asks one instance all the time, while one release after the other is published. The client is in the same process, so that whatever blocks it counts. */
export async function swapReleases(order: SwapsOrder): Promise<Swaps> {
  const { storage, first, swaps, damaged, pauseMs, paths, clients } = order;
  const result: Swaps = { answers: 0, failures: [], releases: [], slowestMs: 0, logged: [], rssMb: [] };
  const { origin, close } = await serve(
    createRecommendHandler({
      storage,
      clock: Date.now,
      sleep: (ms, signal) => setTimeout(ms, undefined, signal ? { signal } : {}),
      log: (entry) => void result.logged.push(entry),
      version: 'soak',
      recheckMs: Math.min(1_000, pauseMs / 4),
    }),
  );
  const fail = (path: string, what: string) => {
    if (result.failures.length < FAILURES_KEPT) result.failures.push(`${path}: ${what}`);
  };
  let newestSince = 0;
  async function ask(path: string): Promise<void> {
    const startedAt = performance.now();
    const response = await fetch(origin + path, { signal: AbortSignal.timeout(HANGS_MS) });
    const { release } = (await response.json()) as { release?: string };
    result.slowestMs = Math.max(result.slowestMs, performance.now() - startedAt);
    result.answers++;
    if (response.status !== 200) fail(path, `status ${String(response.status)}`);
    if (response.headers.get('x-playkin-release') !== release) fail(path, 'header and body of two releases');
    if (release === undefined || release === result.releases.at(-1)) return;
    // What was asked before the newer one came up may be answered after it.
    if (!result.releases.includes(release)) result.releases.push(release);
    else if (startedAt > newestSince) fail(path, `${release} again`);
    newestSince = release === result.releases.at(-1) ? performance.now() : newestSince;
  }
  // Loads the first one, which somebody has to wait for.
  await fetch(origin + (paths[0] ?? '/'));
  let isOver = false;
  const asking = Array.from({ length: clients }, async (_, client) => {
    for (let i = client; !isOver; i += clients) {
      const path = paths[i % paths.length] ?? '/';
      await ask(path).catch((error: unknown) => {
        fail(path, String(error));
      });
    }
  });
  for (let swap = 1; swap <= swaps; swap++) {
    await setTimeout(pauseMs);
    const name = releaseOf(swap);
    publishAgain(storage, first, name);
    const place = damaged.indexOf(swap);
    if (place !== -1) DAMAGES[place % DAMAGES.length]?.(storage, name);
    await storage.write(LATEST_PATH, Buffer.from(JSON.stringify({ release: name })));
    if (swap > 1) await removeRelease(storage, releaseOf(swap - 1), first);
    result.rssMb.push(Math.round(process.memoryUsage.rss() / BYTES_PER_MIB));
  }
  await setTimeout(pauseMs);
  isOver = true;
  await Promise.all(asking);
  await close();
  return result;
}

/** Names sort in the order of the swaps. */
export const releaseOf = (swap: number): string => `soak-${String(swap).padStart(3, '0')}`;

/** All but the summaries, which an instance goes on to read. */
async function removeRelease(storage: MemoryStorage, release: string, first: string): Promise<void> {
  if (release === first) return;
  for (const path of await storage.list(`${RELEASES_PREFIX}${release}/`)) {
    if (path !== releasePath(release, 'summaries')) await storage.remove(path);
  }
}
