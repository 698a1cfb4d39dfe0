import type { Sleep } from '@playkin/functions/src/clock.ts';

/** For what is to be waited for however long it takes: no time is ever over, until the signal is aborted. */
export const patient: Sleep = (_ms, signal) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => {
      reject(new Error('aborted'));
    });
  });
