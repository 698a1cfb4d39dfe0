import { setTimeout as wait } from 'node:timers/promises';
import { ProblemError } from '@playkin/functions/src/problem.ts';
import { LEASE_MS, LeaseHeldError, STAGES_LEASE, withLease } from '@playkin/functions/src/runs/lease.ts';
import type { Attempt, Stores } from '@playkin/functions/src/runs/stage-handler.ts';
import { expect, test } from 'vitest';
import { type Past, serveStage } from '../support/serve-stage.ts';

const ingested: Past[] = [{ stage: 'ingest', status: 'done' }];
const compared: Past[] = [...ingested, { stage: 'similarity', status: 'done' }];

const similarity = (run: (stores: Stores, attempt: Attempt) => Promise<object>, past = ingested) =>
  serveStage('similarity', () => run, past);
const message = (text: string) => expect.stringContaining(text) as string;

test('a ready stage runs and answers with its summary', async () => {
  const { post, logged } = await similarity(() => Promise.resolve({ runId: 'r', counts: { games: 3 } }));
  const { status, body } = await post();
  expect([status, body]).toEqual([200, { stage: 'similarity', runId: 'r', counts: { games: 3 } }]);
  expect(logged).toMatchObject([{ severity: 'INFO', message: message('similarity is done') }]);
});

test.each<[string, Past[], number, object]>([
  ['wait', [], 409, { detail: 'There has been no run of ingest yet.' }],
  ['skip', compared, 200, { skipped: message('Nothing is new since run past-1') }],
])('a stage that should %s does not run', async (_what, past, status, answer) => {
  let ran = false;
  const { post } = await similarity(() => {
    ran = true;
    return Promise.resolve({});
  }, past);
  const answered = await post();
  expect(answered.status).toBe(status);
  expect(answered.body).toMatchObject(answer);
  expect(ran).toBe(false);
});

test('of two calls at once one works and the other is a conflict that names it', async () => {
  const gate = Promise.withResolvers<object>();
  const begun = Promise.withResolvers<undefined>();
  const { post, logged } = await similarity(() => {
    begun.resolve(undefined);
    return gate.promise;
  });
  const first = post();
  await begun.promise;
  const second = await post();
  gate.resolve({ counts: {} });
  expect([(await first).status, second.status]).toEqual([200, 409]);
  expect(second.body).toMatchObject({
    title: 'Conflict',
    detail: message('Another run is under way: similarity run run-1, since '),
  });
  expect(logged[0]).toMatchObject({ severity: 'WARNING', message: second.body['detail'] });
});

test('a stage does not begin while another one is at work, and is free to when that has ended', async () => {
  const { post, stores } = await similarity(() => Promise.resolve({}));
  const lease = {
    storage: stores.storage,
    name: STAGES_LEASE,
    holder: 'ingest run 7',
    clock: Date.now,
    ttlMs: LEASE_MS,
    isGone: () => false,
    sleep: () => new Promise<never>(() => undefined),
    warn: () => undefined,
  };
  const during = await withLease(lease, () => post());
  expect([during.status, during.body['detail']]).toEqual([409, message('ingest run 7')]);
  expect((await post()).status).toBe(200);
});

test('rows that a killed process left are closed, of whatever stage, before anybody goes by them', async () => {
  const { post, stores } = await serveStage('publish', () => () => Promise.resolve({}), [
    ...compared,
    { stage: 'publish', status: 'running' },
    { stage: 'similarity', status: 'running' },
  ]);
  expect((await post()).status).toBe(409);
  const rows = stores.warehouse.query(
    "SELECT stage, status FROM runs WHERE run_id > 'past-1' ORDER BY run_id",
  );
  expect(await Array.fromAsync(rows)).toEqual([
    { stage: 'publish', status: 'failed' },
    { stage: 'similarity', status: 'failed' },
  ]);
});

test('a lease that is held elsewhere is a conflict, not a failure', async () => {
  const held = new LeaseHeldError('run', undefined);
  const { post, logged } = await similarity(() => Promise.reject(held));
  const { status, body } = await post();
  expect([status, body]).toMatchObject([409, { title: 'Conflict', detail: held.message }]);
  expect(logged).toMatchObject([{ severity: 'WARNING', message: held.message }]);
});

test('a failure is logged whole and answered without its details', async () => {
  const { post, logged } = await similarity(() => Promise.reject(new Error('secret detail')));
  const { status, body } = await post();
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toContain('secret');
  expect(logged).toMatchObject([{ severity: 'ERROR', message: 'similarity failed: secret detail' }]);
});

const neverRun = () => Promise.reject(new Error('ran'));

test('only POST runs a stage', async () => {
  const { post } = await similarity(neverRun);
  const { status, headers } = await post('/', { method: 'PUT' });
  expect([status, headers.get('allow')]).toEqual([405, 'GET, POST']);
});

test('GET says which code would run, and runs nothing', async () => {
  const { post, logged } = await similarity(neverRun);
  const { status, body } = await post('/', { method: 'GET' });
  expect([status, body, logged]).toEqual([200, { stage: 'similarity', version: '1a2b3c4' }, []]);
});

test('parameters that make no sense are refused before anything is touched', async () => {
  const { post, logged, stores } = await serveStage('ingest', ({ mode }) => {
    throw new ProblemError(400, `mode: expected smart or full, found ${String(mode)}.`);
  });
  const { status, body } = await post('/?mode=fast');
  expect([status, body['detail']]).toEqual([400, 'mode: expected smart or full, found fast.']);
  expect(logged).toEqual([]);
  expect(await stores.storage.list('')).toEqual([]);
});

const TRACE = '105445aa7843bc8bf206b12000100000';
test.each([
  ['x-cloud-trace-context', `${TRACE}/1;o=1`],
  ['traceparent', `00-${TRACE}-00f067aa0ba902b7-01`],
])('every entry has the stage, the run and the trace of %s', async (header, value) => {
  const { post, logged } = await similarity((_stores, { log }) => {
    log({ severity: 'INFO', message: 'at work', fields: { done: 1 } });
    return Promise.reject(new Error('broken'));
  });
  await post('/', { headers: { [header]: value } });
  const context = {
    trace: `projects/project/traces/${TRACE}`,
    fields: { stage: 'similarity', runId: 'run-1' },
  };
  expect(logged).toMatchObject([
    { ...context, message: 'at work', fields: { ...context.fields, done: 1 } },
    { ...context, message: 'similarity failed: broken' },
  ]);
});

test('a stage is asked to stop three minutes before its time-out, and says what it has not done', async () => {
  const { post } = await serveStage(
    'ingest',
    () =>
      async (_stores, { stop: { signal } }) => {
        while (!signal.aborted) await wait(10);
        return { complete: false, stopped: true, reason: String(signal.reason) };
      },
    [],
    3 * 60_000 + 50,
  );
  expect(await post()).toMatchObject({
    status: 200,
    body: { stage: 'ingest', complete: false, reason: message('shortly before its time-out') },
  });
});
