import { expect, test } from 'vitest';
import { type LeaseOptions, withLease } from '@playkin/functions/src/runs/lease.ts';
import { LeaseHeldError, LeaseLostError } from '@playkin/functions/src/runs/lease.ts';
import type { Storage } from '@playkin/functions/src/storage.ts';
import { freshStorage } from '../support/temporary-folder.ts';

const MINUTE = 60_000;
const NOON = Date.parse('2026-01-02T12:00:00Z');

/** Holders on one storage with one clock, as instances in the cloud: none knows whether another is alive. */
async function setUp(change: (storage: Storage) => Storage = (storage) => storage) {
  const storage = change(await freshStorage());
  const state = { nowMs: NOON, pause: new Promise<never>(() => undefined) as Promise<void> };
  const warnings: string[] = [];
  const optionsOf = (holder: string): LeaseOptions => ({
    storage,
    name: 'ingest',
    holder,
    clock: () => state.nowMs,
    ttlMs: 10 * MINUTE,
    isGone: () => false,
    // It renews only when it is asked to, unless a test lets time pass.
    sleep: () => state.pause,
    warn: (message) => warnings.push(message),
  });
  /** Takes the lease and keeps it until `end` is called; `ended` is what came of it. */
  const hold = async (holder: string) => {
    const gate = Promise.withResolvers<undefined>();
    const started = Promise.withResolvers<() => Promise<void>>();
    const ended = withLease(optionsOf(holder), async ({ renew }) => {
      started.resolve(renew);
      await gate.promise;
    });
    const renew = await Promise.race([started.promise, ended.then(() => Promise.reject(new Error('ended')))]);
    const end = async () => {
      gate.resolve(undefined);
      await ended;
    };
    return { renew, end };
  };
  const take = (holder: string) => withLease(optionsOf(holder), () => Promise.resolve(holder));
  return { storage, state, warnings, optionsOf, hold, take, entries: () => storage.list('leases/ingest/') };
}

test('gives what the work gives, and is free again after it', async () => {
  const { take, entries } = await setUp();
  expect(await take('run a')).toBe('run a');
  expect(await take('run b')).toBe('run b');
  expect(await entries()).toEqual([1, 2, 3, 4].map((n) => `leases/ingest/00000000${n}.json`));
});

test('a second holder is told who holds it, since when, until when and what to do, and does not work', async () => {
  const { hold, take, state } = await setUp();
  const first = await hold('run a');
  state.nowMs += 4 * MINUTE;
  const refused: unknown = await take('run b').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(LeaseHeldError);
  expect((refused as Error).message).toBe(
    'Another ingest is under way: run a, since 2026-01-02 12:00:00 UTC. ' +
      'Wait for it to end. Should it have died, it gives way at 2026-01-02 12:10:00 UTC.',
  );
  await first.end();
  expect(await take('run b')).toBe('run b');
});

test('leases of different names do not meet', async () => {
  const { hold, optionsOf } = await setUp();
  const first = await hold('run a');
  expect(await withLease({ ...optionsOf('run b'), name: 'publish' }, () => Promise.resolve(1))).toBe(1);
  await first.end();
});

test('of two that find it free at the same moment only one works', async () => {
  let lookers = 0;
  const bothLooked = Promise.withResolvers<undefined>();
  const { take } = await setUp((storage) => ({
    ...storage,
    list: async (prefix) => {
      const paths = await storage.list(prefix);
      if (++lookers === 2) bothLooked.resolve(undefined);
      await bothLooked.promise;
      return paths;
    },
  }));
  const outcomes = await Promise.allSettled([take('run a'), take('run b')]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const [reason] = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(reason).toBeInstanceOf(LeaseHeldError);
});

test('is free again at once when the work fails, and the failure is passed on', async () => {
  const { optionsOf, take } = await setUp();
  await expect(withLease(optionsOf('run a'), () => Promise.reject(new Error('no IGDB')))).rejects.toThrow(
    'no IGDB',
  );
  expect(await take('run b')).toBe('run b');
});

test('of a dead holder lasts until it expires, to the millisecond', async () => {
  const { hold, take, state } = await setUp();
  await hold('run that dies');
  state.nowMs += 10 * MINUTE - 1;
  await expect(take('run b')).rejects.toThrow(LeaseHeldError);
  state.nowMs += 1;
  expect(await take('run b')).toBe('run b');
});

test('of a holder known to be gone is free at once', async () => {
  const { hold, optionsOf } = await setUp();
  await hold('run that dies');
  const options = { ...optionsOf('run b'), isGone: (holder: string) => holder === 'run that dies' };
  expect(await withLease(options, () => Promise.resolve('went on'))).toBe('went on');
});

test('lasts as long as it is renewed, which asks nothing of the storage within a quarter of its time', async () => {
  const { hold, take, state, entries } = await setUp();
  const first = await hold('run a');
  for (let minute = 1; minute <= 30; minute += 1) {
    state.nowMs += MINUTE;
    await first.renew();
    await expect(take('run b')).rejects.toThrow(LeaseHeldError);
  }
  // Every third minute.
  expect(await entries()).toHaveLength(1 + 10);
  await first.end();
});

test('a holder that slept through the end of its lease goes on when nobody has taken it', async () => {
  const { hold, take, state } = await setUp();
  const first = await hold('run a');
  state.nowMs += 60 * MINUTE;
  await first.renew();
  await expect(take('run b')).rejects.toThrow(LeaseHeldError);
  await first.end();
});

test('a holder that wakes up after its lease was taken is refused, and does not release that of the other', async () => {
  const { hold, take, state } = await setUp();
  const first = await hold('run a');
  state.nowMs += 11 * MINUTE;
  const second = await hold('run b');
  await expect(first.renew()).rejects.toThrow(LeaseLostError);
  await expect(first.renew()).rejects.toThrow('run b, since 2026-01-02 12:11:00 UTC');
  await first.end();
  await expect(take('run c')).rejects.toThrow(LeaseHeldError);
  await second.end();
  expect(await take('run c')).toBe('run c');
});

test('a clock that was set back does not keep the holder from looking', async () => {
  const { hold, state, entries } = await setUp();
  const first = await hold('run a');
  state.nowMs -= 60 * MINUTE;
  await first.renew();
  expect(await entries()).toHaveLength(2);
  await first.end();
});

test.each(['', '{"holder":', '[]', '{"holder":"x","takenAt":"x","expiresAt":"soon","released":false}'])(
  'a damaged entry, %j, is told and stops nobody',
  async (text) => {
    const { hold, take, storage, warnings } = await setUp();
    const first = await hold('run a');
    await storage.write('leases/ingest/000000001.json', new TextEncoder().encode(text));
    expect(await take('run b')).toBe('run b');
    expect(warnings).toEqual(['leases/ingest/000000001.json is damaged; the lease counts as expired.']);
    await first.end();
  },
);

test('a holder whose entry was damaged and whose lease was taken finds out when it renews', async () => {
  const { hold, storage, state } = await setUp();
  const first = await hold('run a');
  await storage.write('leases/ingest/000000001.json', new Uint8Array());
  const second = await hold('run b');
  state.nowMs += 3 * MINUTE;
  await expect(first.renew()).rejects.toThrow(LeaseLostError);
  await second.end();
});

test('objects that are no entries do not matter, nor that old entries were deleted', async () => {
  const { take, storage, entries } = await setUp();
  for (const name of ['000000041.json', 'zzz', '000000099.json.partial', '99.json/notes']) {
    await storage.write(`leases/ingest/${name}`, new Uint8Array());
  }
  expect(await take('run a')).toBe('run a');
  expect((await entries()).filter((path) => path.endsWith('2.json'))).toEqual([
    'leases/ingest/000000042.json',
  ]);
});

test('work that is done stays done when the lease cannot be released', async () => {
  const { storage, optionsOf, warnings } = await setUp();
  let writes = 0;
  const failing: Storage = {
    ...storage,
    write: (...args) => (++writes > 1 ? Promise.reject(new Error('no space')) : storage.write(...args)),
  };
  const options = { ...optionsOf('run a'), storage: failing };
  expect(await withLease(options, () => Promise.resolve('done'))).toBe('done');
  expect(warnings).toEqual(['The lease of ingest could not be released and ends at its time: no space']);
});
