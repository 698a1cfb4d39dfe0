import { EventEmitter } from 'node:events';
import { endOnSignals } from '@playkin/functions/src/cli/terminal/endings.ts';
import { expect, test } from 'vitest';

/** A process that keeps the signals it is ended by, and a time that passes by hand. */
function setUp(pid = 4242) {
  let now = 1_000_000;
  const killed: unknown[] = [];
  const said: string[] = [];
  const target = Object.assign(new EventEmitter(), {
    pid,
    kill: (_: number, by: string) => killed.push(by),
    exit: (status: number) => killed.push(status),
  });
  const ignore = () => undefined;
  const reporter = {
    update: ignore,
    finish: ignore,
    abandon: () => said.push('abandoned'),
    say: ignore,
    log: ({ message }: { message: string }) => said.push(message),
  };
  const stoppable = endOnSignals(target as unknown as NodeJS.Process, reporter, () => now);
  const pass = (ms: number) => {
    now += ms;
  };
  return { stoppable, signal: (name: string) => target.emit(name, name), pass, killed, said };
}

const STOPPING = 'Stopping after this page; asked again, ends at once.';

test('a signal ends what cannot stop', () => {
  const { signal, killed, said } = setUp();
  signal('SIGTERM');
  expect(killed).toEqual(['SIGTERM']);
  expect(said).toEqual(['abandoned']);
});

test('the first process of a container, which no signal ends by itself, exits as if it had', () => {
  const { signal, killed } = setUp(1);
  signal('SIGTERM');
  expect(killed[0]).toBe(143);
});

test('work that can stop is asked to by the first signal, and ended by the second', async () => {
  const { stoppable, signal, pass, killed, said } = setUp();
  const work = stoppable(async (stop) => {
    signal('SIGINT');
    expect(stop).toMatchObject({ aborted: true, reason: 'SIGINT' });
    pass(300);
    signal('SIGINT');
    signal('SIGTERM');
    expect(killed).toEqual([]);
    pass(900);
    signal('SIGINT');
    expect(killed).toEqual(['SIGINT']);
    throw await Promise.resolve(new Error('stopped'));
  });
  await expect(work).rejects.toThrow('stopped');
  expect(said).toEqual([STOPPING, 'abandoned']);
});

test('a terminal that is gone cannot be told how to go on', async () => {
  const { stoppable, signal, killed } = setUp();
  await stoppable(async () => {
    signal('SIGHUP');
    await Promise.resolve();
  });
  expect(killed).toEqual(['SIGHUP']);
});

test('the signal counts although the work came to its end, and what follows cannot stop', async () => {
  const { stoppable, signal, killed } = setUp();
  const finished = async () => {
    signal('SIGINT');
    return Promise.resolve('done');
  };
  expect(await stoppable(finished)).toBe('done');
  expect(killed).toEqual(['SIGINT']);
  signal('SIGTERM');
  expect(killed).toEqual(['SIGINT', 'SIGTERM']);
});
