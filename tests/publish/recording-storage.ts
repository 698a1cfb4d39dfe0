import type { Storage } from '@playkin/functions/src/storage.ts';
import { memoryStorage, type MemoryStorage } from '../support/memory-storage.ts';

export interface RecordingStorage extends MemoryStorage {
  /** Every write that was tried, in order. */
  writes: { path: string; createOnly: boolean }[];
  /** Refuses writes to paths that end so, until set to undefined. */
  failing: string | undefined;
}

/** Storage in a map that records what is written, and fails when told to. */
export function recordingStorage(): RecordingStorage {
  const storage = memoryStorage();
  const writes: RecordingStorage['writes'] = [];
  const recording: RecordingStorage = {
    ...storage,
    writes,
    failing: undefined,
    async write(...[path, bytes, options]: Parameters<Storage['write']>) {
      writes.push({ path, createOnly: options?.createOnly === true });
      if (recording.failing !== undefined && path.endsWith(recording.failing)) {
        throw new Error(`no room for ${path}`);
      }
      await storage.write(path, bytes, options);
    },
  };
  return recording;
}
