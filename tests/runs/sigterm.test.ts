import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDuckDb } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { readLastEntry } from '@playkin/functions/src/runs/lease-entries.ts';
import { STAGES_LEASE } from '@playkin/functions/src/runs/lease.ts';
import { type StandIn, startStandIn } from '@playkin/functions/src/stand-in/stand-in.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { StageRootOrders } from '../support/stage-root.ts';
import { freshFolder } from '../support/temporary-folder.ts';

/** Cloud Run kills ten seconds after SIGTERM. */
const ENDED_WITHIN_MS = 8_000;
const PAGES = 6;
const GAMES = PAGES * 500;

const path = (module: string) => fileURLToPath(import.meta.resolve(module));

/** An IGDB that never answers from some request for games on, until it is told to. */
async function igdbOf(answeredRequests: number) {
  const state = { hanging: 0, answers: true };
  let requests = 0;
  const standIn = await startStandIn({
    records: Array.from({ length: GAMES }, (_, i) => JSON.stringify({ id: i + 1, name: `Game ${i + 1}` })),
    clock: Date.now,
    requestsPerSecond: Infinity,
    maxOpen: Infinity,
    hooks: [
      ({ url, body }, next) => {
        if (!url.pathname.endsWith('/games') || !body.includes('sort id')) return next();
        requests += 1;
        if (state.answers || requests <= answeredRequests) return next();
        state.hanging += 1;
        return new Promise(() => undefined);
      },
    ],
  });
  onTestFinished(() => standIn.close());
  return { standIn, state };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** The real Functions Framework over the root, in a process of its own. */
async function startFramework(folder: string, { baseUrl, tokenUrl }: StandIn, hangs: boolean) {
  const port = await freePort();
  const orders: StageRootOrders = { folder, baseUrl, tokenUrl, hangs };
  const root = fileURLToPath(new URL('../support/stage-root.ts', import.meta.url));
  const args = [`--source=${root}`, '--target=ingest', `--port=${port}`];
  const framework = path('@google-cloud/functions-framework').replace(/index\.js$/, 'main.js');
  const child = spawn(process.execPath, [framework, ...args], {
    env: { ...process.env, STAGE_ROOT: JSON.stringify(orders) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const written: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => written.push(text));
  await vi.waitFor(() => {
    expect(written.join('')).toContain('URL: ');
  }, 30_000);
  const post = () => fetch(`http://127.0.0.1:${port}/`, { method: 'POST' });
  return { child, post };
}

async function terminate(child: ChildProcess): Promise<number> {
  const since = performance.now();
  child.kill('SIGTERM');
  await once(child, 'exit');
  return performance.now() - since;
}

async function left(folder: string) {
  const storage = folderStorage(join(folder, 'bucket'));
  const warehouse = await openDuckDb({
    path: join(folder, 'warehouse.duckdb'),
    storage,
    memoryLimit: '64MB',
  });
  const runs = await Array.fromAsync(
    warehouse.query('SELECT status, error, counts FROM runs ORDER BY run_id'),
  );
  warehouse.close();
  const { entry } = await readLastEntry(storage, STAGES_LEASE, () => undefined);
  return { runs, released: entry?.released };
}

test.each([
  ['IGDB does not answer', false],
  ['the warehouse does not come to an end', true],
])(
  'on SIGTERM, while %s, a stage stops, records how far it came, releases the lease and answers; the next call goes on',
  { timeout: 120_000 },
  async (_what, hangs) => {
    const folder = await freshFolder();
    const { standIn, state } = await igdbOf(3);
    state.answers = false;
    const { child, post } = await startFramework(folder, standIn, hangs);
    const answer = post();
    await vi.waitFor(() => {
      expect(state.hanging).toBeGreaterThan(0);
    }, 30_000);

    expect(await terminate(child)).toBeLessThan(ENDED_WITHIN_MS);
    const { status, headers } = await answer;
    expect([status, headers.get('content-type')]).toEqual([503, 'application/problem+json; charset=utf-8']);
    const { runs, released } = await left(folder);
    expect(released).toBe(true);
    expect(runs).toMatchObject([
      {
        status: 'stopped',
        error: expect.stringContaining('ingest was stopped because its instance') as string,
      },
    ]);
    const counts = JSON.parse(String(runs[0]?.['counts'])) as Record<string, number>;
    const stored = counts['inserted'] ?? 0;
    expect(counts).toMatchObject({ received: stored, complete: 0 });
    // Pages that came are stored, unless that takes longer than there is time.
    expect(stored > 0).toBe(!hangs);

    state.answers = true;
    const next = await startFramework(folder, standIn, false);
    const again = await next.post();
    expect([again.status, await again.json()]).toMatchObject([
      200,
      { received: GAMES - stored, inserted: GAMES - stored, complete: true },
    ]);
    // At rest, the framework's own listener ends the process.
    expect(await terminate(next.child)).toBeLessThan(ENDED_WITHIN_MS);
  },
);

/** A process that sends itself SIGTERM at one edge of a stage; it ends with 7 when its own listener hears of it, with 1 when nobody does. */
const AT_THE_EDGE = `
  const { stopInTime } = await import(process.argv[1]);
  process.on('SIGTERM', () => process.exit(7));
  const begin = stopInTime({ target: process, sleep: () => new Promise(() => undefined) });
  const come = (edge) => edge === process.argv[2] && process.kill(process.pid, 'SIGTERM');
  come('begins');
  const { stop, end } = begin('ingest', 3_600_000);
  stop.signal.addEventListener('abort', end);
  if (process.argv[2] === 'ends') {
    come('ends');
    end();
  }
  setTimeout(() => process.exit(1), 10_000);
`;

test.each(['begins', 'ends'])(
  'a SIGTERM that comes in the very moment when a stage %s is not lost',
  { timeout: 60_000 },
  async (edge) => {
    const stop = path('@playkin/functions/src/runs/stop.ts');
    const child = spawn(process.execPath, ['--input-type=module', '-e', AT_THE_EDGE, stop, edge], {
      stdio: 'inherit',
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    expect(await once(child, 'exit')).toEqual([7, null]);
  },
);
