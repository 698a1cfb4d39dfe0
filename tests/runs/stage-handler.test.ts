import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { http } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import type { LogEntry } from '@playkin/functions/src/log.ts';
import { ProblemError } from '@playkin/functions/src/problem.ts';
import { LeaseHeldError } from '@playkin/functions/src/runs/lease.ts';
import type { Readiness } from '@playkin/functions/src/runs/readiness.ts';
import { createStageHandler } from '@playkin/functions/src/runs/stage-handler.ts';
import { afterEach, expect, test } from 'vitest';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function call(readiness: Readiness, run: () => Promise<object>, method = 'POST') {
  const logged: LogEntry[] = [];
  const log = (entry: LogEntry) => logged.push(entry);
  http(
    'similarity',
    createStageHandler({
      stage: 'similarity',
      version: '1a2b3c4',
      readiness: () => Promise.resolve(readiness),
      run,
      log,
    }),
  );
  const server = getTestServer('similarity').listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/`, { method });
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
    logged,
    response,
  };
}

test('a ready stage runs and answers with its summary', async () => {
  const { status, body, logged } = await call({ decision: 'run' }, () =>
    Promise.resolve({ runId: 'r', counts: { games: 3 } }),
  );
  expect([status, body]).toEqual([200, { stage: 'similarity', runId: 'r', counts: { games: 3 } }]);
  expect(logged).toMatchObject([
    { severity: 'INFO', message: expect.stringContaining('similarity is done') as string },
  ]);
});

test.each([
  ['wait', 409, { detail: 'not yet' }],
  ['skip', 200, { skipped: 'not yet' }],
] as const)('a stage that should %s does not run', async (decision, status, answer) => {
  let ran = false;
  const result = await call({ decision, reason: 'not yet' }, () => {
    ran = true;
    return Promise.resolve({});
  });
  expect(result.status).toBe(status);
  expect(result.body).toMatchObject(answer);
  expect(ran).toBe(false);
});

test('a stage that is under way already is a conflict, not a failure', async () => {
  const held = new LeaseHeldError('ingest', undefined);
  const { status, body, logged } = await call({ decision: 'run' }, () => Promise.reject(held));
  expect([status, body]).toMatchObject([409, { title: 'Conflict', detail: held.message }]);
  expect(logged).toEqual([{ severity: 'WARNING', message: held.message }]);
});

test('a failure is logged whole and answered without its details', async () => {
  const { status, body, logged } = await call({ decision: 'run' }, () =>
    Promise.reject(new Error('secret detail')),
  );
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toContain('secret');
  expect(logged).toMatchObject([{ severity: 'ERROR', message: 'similarity failed: secret detail' }]);
});

const neverRun = () => Promise.reject(new Error('ran'));

test('only POST runs a stage', async () => {
  const { status, response } = await call({ decision: 'run' }, neverRun, 'PUT');
  expect([status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
});

test('GET says which code would run, and runs nothing', async () => {
  const { status, body, logged } = await call({ decision: 'run' }, neverRun, 'GET');
  expect([status, body, logged]).toEqual([200, { stage: 'similarity', version: '1a2b3c4' }, []]);
});

test('parameters that make no sense are refused', async () => {
  const { status, body, logged } = await call({ decision: 'run' }, () =>
    Promise.reject(new ProblemError(400, 'mode: expected smart or full, found "fast".')),
  );
  expect([status, body['detail']]).toEqual([400, 'mode: expected smart or full, found "fast".']);
  expect(logged).toEqual([]);
});
