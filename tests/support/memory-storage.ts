import type { ByteRange, Storage } from '@playkin/functions/src/storage.ts';

export interface MemoryStorage extends Storage {
  objects: Map<string, Uint8Array>;
  /** Paths read, in order, with their range where one was asked for. */
  reads: { path: string; range?: ByteRange }[];
}

/** Storage in a map, which a test may look at and damage. It records what is read. */
export function memoryStorage(objects = new Map<string, Uint8Array>()): MemoryStorage {
  const reads: MemoryStorage['reads'] = [];
  return {
    objects,
    reads,
    read(path, range) {
      reads.push(range ? { path, range } : { path });
      const bytes = objects.get(path);
      return Promise.resolve(range ? bytes?.slice(range.start, range.end) : bytes);
    },
    async write(path, bytes) {
      const parts: Uint8Array[] = [];
      for await (const part of bytes instanceof Uint8Array ? [bytes] : bytes) parts.push(part);
      objects.set(path, Buffer.concat(parts));
    },
    remove(path) {
      objects.delete(path);
      return Promise.resolve();
    },
    list: (prefix) => Promise.resolve([...objects.keys()].filter((path) => path.startsWith(prefix)).sort()),
  };
}
