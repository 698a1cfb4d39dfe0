import { readFileSync } from 'node:fs';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { processHolder } from '@playkin/functions/src/cli/data-dir/process-holder.ts';
import { readProcessStatus } from '@playkin/functions/src/cli/data-dir/process-holder.ts';
import { LEASE_MS, STAGES_LEASE, withLease } from '@playkin/functions/src/runs/lease.ts';
import { expect, onTestFinished, test } from 'vitest';
import { run } from '../../support/command-line.ts';
import { tinyGames, writeCatalogue } from '../../support/tiny-catalogue.ts';
import { freshFolder } from '../../support/temporary-folder.ts';

const HOLDER = join(import.meta.dirname, 'lease-process.ts');

/** A process that takes the lease on the folder, and the first line it says. */
async function startHolder(folder: string): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [HOLDER, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: chunk.toString() };
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const ingest = (folder: string, catalogue: string) =>
  run(['ingest', '--catalog', catalogue, '--data-dir', folder]);

test('of three processes that start together one works, and the others name it', async () => {
  const folder = await freshFolder();
  const holders = await Promise.all([1, 2, 3].map(() => startHolder(folder)));
  const working = holders.filter(({ said }) => said === 'working\n');
  expect(working).toHaveLength(1);
  for (const { said } of holders.filter((holder) => holder !== working[0])) {
    expect(said).toMatch(
      new RegExp(`under way: process ${working[0]?.child.pid}( \\(start \\d+\\))? of ${hostname()}, since `),
    );
  }
});

test('a second ingest on a data folder leaves with status 3 and touches nothing; after a SIGKILL the next one goes on at once', async () => {
  const folder = await freshFolder();
  const catalogue = await writeCatalogue(folder, 'games.jsonl', tinyGames(3));
  const { child, said } = await startHolder(join(folder, 'bucket'));
  expect(said).toBe('working\n');

  const second = await ingest(folder, catalogue);
  expect([second.status, second.stdout]).toEqual([3, '']);
  expect(second.stderr).toMatch(
    new RegExp(
      `Another run is under way: process ${child.pid} .*of .+, since .+ UTC\\. Wait for it to end\\.`,
    ),
  );
  expect(await folderStorage(folder).list('warehouse')).toEqual([]);

  await killed(child);
  const next = await ingest(folder, catalogue);
  expect([next.status, JSON.parse(next.stdout)]).toMatchObject([0, { inserted: 3 }]);
});

test('a process is gone when it has ended, on this machine', async () => {
  const { isGone, holder } = processHolder(process, 'here', readProcessStatus);
  expect(isGone(holder)).toBe(false);
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  expect(isGone(`process ${child.pid} of here`)).toBe(true);
  expect(isGone(`process ${child.pid} of elsewhere`)).toBe(false);
  expect(isGone('run 20260102T030405678Z-1a2b3c')).toBe(false);
});

test.skipIf(process.platform !== 'linux')(
  'a process that nobody has buried is gone, and so is one whose number another has',
  async () => {
    // The shell becomes sleep, which does not ask how its child ended.
    const parent = spawn('sh', ['-c', 'sleep 3600 & echo $!; exec sleep 3600'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const [chunk] = (await once(parent.stdout, 'data')) as [Buffer];
    const dead = Number(chunk.toString());
    // Not before: the shell itself would ask.
    await expect.poll(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8')).toBe('sleep\n');
    process.kill(dead, 'SIGKILL');
    await expect.poll(() => readProcessStatus(dead)?.state).toBe('Z');
    const { isGone, holder } = processHolder(process, 'here', readProcessStatus);
    expect(isGone(`process ${dead} of here`)).toBe(true);
    expect(isGone(holder)).toBe(false);
    expect(isGone(holder.replace(/start \d+/, 'start 1'))).toBe(true);
    expect(isGone(holder.replace(/ \(start \d+\)/, ''))).toBe(false);
  },
);

test('a process that may not be looked at is alive', () => {
  const kill = () => {
    throw Object.assign(new Error('not permitted'), { code: 'EPERM' });
  };
  expect(processHolder({ pid: 1, kill }, 'here', () => undefined).isGone('process 2 of here')).toBe(false);
});

test('the lease lasts for minutes where nobody can tell whether its holder is alive', async () => {
  const folder = await freshFolder();
  await killed((await startHolder(folder)).child);
  const options = {
    storage: folderStorage(folder),
    name: STAGES_LEASE,
    holder: 'run b',
    ttlMs: LEASE_MS,
    sleep: () => new Promise<never>(() => undefined),
    isGone: () => false,
    warn: () => undefined,
  };
  const take = (clock: () => number) => withLease({ ...options, clock }, () => Promise.resolve('took'));
  await expect(take(Date.now)).rejects.toThrow('Another run is under way');
  expect(await take(() => Date.now() + LEASE_MS)).toBe('took');
});
