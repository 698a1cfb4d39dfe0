/**
 * The functions themselves, below /functions/NAME. They do no work: a stage answers with a summary, publish
 * leaves latest.json in the bucket. Stages refuse whoever shows no identity, as IAM does. `state.answerFunction` lets a test say otherwise.
 */
import type { Api } from './state.ts';

const STAGES = ['ingest', 'similarity', 'publish'];

export const functions: Api = ({ method, path, query, headers }, state) => {
  const [, name = '', below = '/'] = /^\/([\w-]+)(\/.*)?$/.exec(path) ?? [];
  if (!state.services.has(name)) return undefined;
  state.calls.push(`${method} ${name}`);
  const byTest = state.answerFunction?.({ method, path: below, query, headers, name });
  if (byTest !== undefined) return byTest;
  if (STAGES.includes(name)) {
    if (!(headers.authorization ?? '').startsWith('Bearer '))
      return { status: 403, body: { title: 'Forbidden' } };
    if (method === 'GET') return { body: { stage: name, version: 'stand-in' } };
    if (name === 'publish') {
      for (const [bucket, { objects }] of state.buckets) {
        if (!bucket.endsWith('-playkin')) continue;
        objects.set('latest.json', {
          bytes: Buffer.from('{"release":"r1"}'),
          contentType: 'application/json',
        });
      }
    }
    return { body: { stage: name, complete: true } };
  }
  return { body: { release: 'r1', status: 'ok' } };
};
