import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { REPOSITORY } from '@playkin/functions/src/repository.ts';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../cloud/server-process.ts';

/** The root for production, behind the real Functions Framework. */
async function startWebhook(): Promise<string> {
  const port = await freePort();
  const framework = fileURLToPath(import.meta.resolve('@google-cloud/functions-framework'));
  const main = framework.replace(/index\.js$/, 'main.js');
  const child = spawn(
    process.execPath,
    [main, `--source=${REPOSITORY}/functions/src/cloud.ts`, '--target=webhook', `--port=${port}`],
    {
      env: {
        ...process.env,
        IGDB_WEBHOOK_SECRET: 'secret',
        GOOGLE_CLOUD_PROJECT: 'project',
        PLAYKIN_LOCATION: 'EU',
        PLAYKIN_BUCKET: 'bucket',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  for await (const line of createInterface({ input: child.stdout })) if (line.startsWith('URL: ')) break;
  return `http://127.0.0.1:${port}`;
}

test(
  'a body is parsed only with the secret: a stranger cannot have one read, and gets no HTML',
  { timeout: 60_000 },
  async () => {
    const origin = await startWebhook();
    const post = async (secret: string, type: string, body: string) => {
      const headers = { 'content-type': type, 'x-secret': secret };
      const response = await fetch(origin, { method: 'POST', headers, body });
      return [response.status, response.headers.get('content-type')?.split(';')[0]];
    };
    const refused = [401, 'application/problem+json'];
    expect(await post('wrong', 'application/json', '{"id":')).toEqual(refused);
    expect(await post('wrong', 'application/json; charset=none', '{}')).toEqual(refused);
    expect(await post('wrong', 'text/plain', 'x'.repeat(5_000_000))).toEqual(refused);
    expect(await post('secret', 'application/json', '{"id":"none"}')).toEqual([
      400,
      'application/problem+json',
    ]);
  },
);
