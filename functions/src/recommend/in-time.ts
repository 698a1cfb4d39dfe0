import type { Sleep } from '../clock.ts';
import type { Storage } from '../storage.ts';

/** What was waited for did not come in time. It may still come: nobody waits for it. */
export class TooLateError extends Error {
  override name = 'TooLateError';
}

/** The result of `work`, unless it takes longer. @throws {@link TooLateError} */
export async function inTime<T>(work: Promise<T>, ms: number, sleep: Sleep): Promise<T> {
  const ended = new AbortController();
  const tooLate = sleep(ms, ended.signal).then(
    () => {
      throw new TooLateError(`not there after ${ms} ms`);
    },
    // Aborted below.
    () => work,
  );
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    ended.abort();
  }
}

/** The same storage, whose reads end in time: for what an answer can do without. */
export const hasty = (storage: Storage, ms: number, sleep: Sleep): Storage => ({
  ...storage,
  read: (path, range) => inTime(storage.read(path, range), ms, sleep),
});
