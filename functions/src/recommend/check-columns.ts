import { releasePath } from '@playkin/shared/release.ts';
import type { Manifest, ReleaseFile } from '@playkin/shared/release.ts';
import { messageOf } from '../log.ts';
import { ReleaseError } from './release/error.ts';

/** Checks that throw a {@link ReleaseError} which says what is wrong in that file. */
export function checker(manifest: Manifest, file: ReleaseFile) {
  const path = releasePath(manifest.release, file);
  return {
    length(name: string, column: { length: number }, expected: number) {
      if (column.length !== expected) {
        throw new ReleaseError(path, `${expected} elements in ${name}`, String(column.length));
      }
    },
    below(name: string, column: ArrayLike<number>, bound: number, except?: number) {
      for (let i = 0; i < column.length; i++) {
        const value = column[i] ?? 0;
        if (value >= bound && value !== except) {
          throw new ReleaseError(path, `numbers below ${bound} in ${name}`, `${value} at ${i}`);
        }
      }
    },
    rows(name: string, start: Uint32Array, total: number) {
      const wrong = start.findIndex((value, row) => value < (row > 0 ? (start[row - 1] ?? 0) : 0));
      if (wrong !== -1) throw new ReleaseError(path, `ascending numbers in ${name}`, `a fall at ${wrong}`);
      const end = start[start.length - 1] ?? 0;
      if ((start[0] ?? 0) !== 0 || end !== total) {
        throw new ReleaseError(path, `${name} from 0 to ${total}`, `${start[0] ?? 0} to ${end}`);
      }
    },
    /** Names the file in what the columns container itself has to say. */
    reading<T>(read: () => T): T {
      try {
        return read();
      } catch (error) {
        if (error instanceof ReleaseError) throw error;
        throw new ReleaseError(path, 'the columns of this format', messageOf(error), { cause: error });
      }
    },
  };
}
