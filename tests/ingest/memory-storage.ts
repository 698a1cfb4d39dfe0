import type { Storage } from '@playkin/functions/src/storage.ts';

/** Objects in a map, which a test may look at and damage. */
export function memoryStorage(objects = new Map<string, Uint8Array>()): Storage {
  return {
    read: (path) => Promise.resolve(objects.get(path)),
    async write(path, bytes) {
      objects.set(path, bytes instanceof Uint8Array ? bytes : Buffer.concat(await Array.fromAsync(bytes)));
    },
    list: (prefix) => Promise.resolve([...objects.keys()].filter((path) => path.startsWith(prefix)).sort()),
  };
}
