/**
 * `node main.ts JSON`: ingest as the command line does it, in a process of its own, so that it can be killed and its memory
 * is its own. Ends with a line of JSON, a {@link Measured}.
 */
import { setTimeout } from 'node:timers/promises';
import fetch from 'node-fetch';
import { openDuckDb } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import type { Context } from '@playkin/functions/src/cli/context.ts';
import { parseArguments } from '@playkin/functions/src/cli/arguments.ts';
import { explain } from '@playkin/functions/src/cli/explain.ts';
import { runIngest } from '@playkin/functions/src/cli/commands/stages.ts';
import { newRunId } from '@playkin/functions/src/runs/run-stage.ts';
import { forgetfulWarehouse } from './forgetful-warehouse.ts';
import type { IngestOrder, Measured } from './order.ts';

const KIB_PER_MIB = 1024;

const order = JSON.parse(process.argv[2] ?? '{}') as IngestOrder;
const { server, dataDir, options = [], forget = false, waits = 1, patienceMs } = order;

const config = {
  igdb: {
    ...server,
    requestsPerSecond: server.requestsPerSecond ?? Infinity,
    clientId: 'client-of-the-test',
    clientSecret: 'secret-of-the-test',
  },
  duckDbMemoryLimit: '1GB',
  version: 'test',
  duckDbTempLimit: '10GB',
  debug: false,
};
const context: Context = {
  config,
  clock: Date.now,
  // A wait that nobody needs any more would keep the process from ending.
  sleep: (ms, signal) => setTimeout(ms * waits, undefined, signal === undefined ? {} : { signal }),
  fetch: (url, init) => {
    if (patienceMs === undefined) return fetch(url, init);
    const given = (init?.signal ?? undefined) as AbortSignal | undefined;
    const signals = [AbortSignal.timeout(patienceMs), ...(given === undefined ? [] : [given])];
    return fetch(url, { ...init, signal: AbortSignal.any(signals) });
  },
  random: Math.random,
  newRunId: () => newRunId(Date.now),
  progress: {
    update: () => undefined,
    finish: () => undefined,
    abandon: () => undefined,
    log: () => undefined,
    say: (text) => void process.stderr.write(`${text}\n`),
  },
  // Only ever ended by SIGKILL.
  stoppable: (work) => work(new AbortController().signal),
  print: () => undefined,
  printAll: () => Promise.resolve(),
  openStorage: folderStorage,
  openWarehouse: (path, storage, options) =>
    forget ? Promise.resolve(forgetfulWarehouse()) : openDuckDb({ path, storage, ...options }),
};

async function measure(): Promise<Measured> {
  const startedAt = performance.now();
  const args = parseArguments(['ingest', '--data-dir', dataDir, ...options], '/');
  const summary = await runIngest(args, context);
  return {
    summary: { ...summary },
    seconds: (performance.now() - startedAt) / 1000,
    peakRssMib: process.resourceUsage().maxRSS / KIB_PER_MIB,
  };
}

try {
  process.stdout.write(`${JSON.stringify(await measure())}\n`);
} catch (error) {
  context.progress.say(explain(error));
  process.exitCode = 1;
}
