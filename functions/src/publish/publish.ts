import { createHash } from 'node:crypto';
import {
  type Latest,
  LATEST_PATH,
  type Manifest,
  manifestPath,
  RELEASE_FILES,
  RELEASE_FORMAT,
  type ReleaseFile,
  releasePath,
  RELEASES_PREFIX,
} from '@playkin/shared/release.ts';
import { isoTime } from '../clock.ts';
import { readQuality } from '../evaluate/quality.ts';
import { failure, type Log } from '../log.ts';
import type { Progress } from '../progress/progress.ts';
import { readLatestName } from '../release/manifest.ts';
import { similarityRun } from '../runs/readiness.ts';
import { inStep, type RunDeps, runStage } from '../runs/run-stage.ts';
import { buildTables } from '../similarity/build-tables.ts';
import { stepsOf } from '../similarity/steps.ts';
import type { Storage } from '../storage.ts';
import { encodeRelease } from './encode-release.ts';
import { checkQuality, type GateDeps } from './quality-gate.ts';

export interface PublishDeps extends RunDeps, GateDeps {
  progress: Progress;
  log: Log;
}

export interface PublishSummary {
  runId: string;
  release: string;
  counts: Manifest['counts'];
}

const json = (value: Manifest | Latest) => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);

/**
 * Writes what the warehouse holds as a release: its files, then its manifest, then latest.json, so that a reader sees a
 * whole release or the one before. Texts stream through; of the rest, the columns of one file are in memory at a time.
 *
 * @throws QualityGateError, having written nothing, for a run that is worse than the last release
 */
export async function publish(deps: PublishDeps): Promise<PublishSummary> {
  const { warehouse, storage, clock, progress, log } = deps;
  const step = <T>(work: () => Promise<T>) => inStep(deps, work);
  return runStage(deps, 'publish', async (runId) => {
    const madeFrom = await similarityRun(warehouse);
    const quality = await readQuality(warehouse, madeFrom);
    await checkQuality(deps, madeFrom, quality);
    await buildTables(warehouse, stepsOf('release'), () => undefined, step);
    const release = runId;
    const files: Partial<Manifest['files']> = {};
    const counts = await encodeRelease(warehouse, async (file: ReleaseFile, bytes) => {
      progress({
        stage: 'publish',
        done: Object.keys(files).length,
        total: RELEASE_FILES.length,
        note: `${file}.bin`,
      });
      const { passing, measure } = measured(bytes);
      await step(() => storage.write(releasePath(release, file), passing, { createOnly: true }));
      files[file] = measure();
    });
    const manifest: Manifest = {
      format: RELEASE_FORMAT,
      release,
      createdAt: isoTime(clock()),
      runId: madeFrom,
      counts,
      files: files as Manifest['files'],
      metrics: Object.fromEntries(Object.entries(quality).map(([metric, { value }]) => [metric, value])),
    };
    const contentType = 'application/json';
    await step(() => storage.write(manifestPath(release), json(manifest), { createOnly: true, contentType }));
    await step(() => storage.write(LATEST_PATH, json({ release }), { contentType }));
    await pruneReleases(storage).catch((error: unknown) => {
      // The release is published. What is left over is deleted by the next run.
      log(failure('WARNING', 'Old releases could not be deleted', error));
    });
    progress({ stage: 'publish', done: RELEASE_FILES.length, total: RELEASE_FILES.length, note: 'done' });
    return { release, counts };
  });
}

/** Releases that stay, to roll back to. */
const RELEASES_KEPT = 10;

/**
 * Deletes all releases but the newest, never the one that latest.json names, and what unfinished ones left behind. Release names
 * sort by time. The manifest goes first: without it no reader takes the release for one.
 */
async function pruneReleases(storage: Storage): Promise<void> {
  const latest = await readLatestName(storage);
  const paths = await storage.list(RELEASES_PREFIX);
  const byRelease = Map.groupBy(paths, (path) => path.slice(RELEASES_PREFIX.length).split('/')[0] ?? '');
  const finished = [...byRelease.keys()].filter((release) =>
    byRelease.get(release)?.includes(manifestPath(release)),
  );
  const kept = new Set([latest, ...finished.sort().slice(-RELEASES_KEPT)]);
  for (const [release, files] of byRelease) {
    if (kept.has(release)) continue;
    await storage.remove(manifestPath(release));
    for (const path of files) await storage.remove(path);
  }
}

interface Measure {
  bytes: number;
  sha256: string;
}

/** Passes bytes on and, when they have all passed, knows how many they were and their checksum. */
function measured(bytes: Uint8Array | AsyncIterable<Uint8Array>): {
  passing: AsyncIterable<Uint8Array>;
  measure: () => Measure;
} {
  const hash = createHash('sha256');
  let passed = 0;
  async function* pass(): AsyncGenerator<Uint8Array> {
    for await (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) {
      hash.update(piece);
      passed += piece.length;
      yield piece;
    }
  }
  return { passing: pass(), measure: () => ({ bytes: passed, sha256: hash.digest('hex') }) };
}
