import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run, start } from '../support/command-line.ts';
import { tinyGames, writeCatalogue } from '../support/tiny-catalogue.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playkin-faulty-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('ingest crawls a stand-in elsewhere, and both ends say what goes wrong', async () => {
  const catalogue = await writeCatalogue(folder, 'games.jsonl', tinyGames(30));
  const standIn = start([
    ...['igdb-stand-in', '--catalog', catalogue, '--port', '0'],
    ...['--fault', 'html:1', '--fault', 'token-down:1', '--seed', '7'],
  ]);
  const [, IGDB_BASE_URL = '', IGDB_TOKEN_URL = ''] =
    /at (\S+), tokens at (\S+)/.exec(await standIn.seen(/at \S+, tokens at \S+/)) ?? [];
  const { status, stdout, stderr } = await run(['ingest', '--data-dir', join(folder, 'data')], {
    env: { IGDB_CLIENT_ID: 'the-client', IGDB_CLIENT_SECRET: 'the-secret', IGDB_BASE_URL, IGDB_TOKEN_URL },
  });
  standIn.process.kill();

  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ received: 30, inserted: 30 });
  expect(stderr).toMatch(/oauth2\/token: status 503 \(1 attempt\)\. .* Trying again in [\d.]+ s\./);
  expect(stderr).toMatch(
    /v4\/games .*: the answer is HTML, not JSON \(1 attempt\)\. .* Trying again in [\d.]+ s\./,
  );
  expect((await standIn.ended).stderr).toMatch(/token-down at request 1\n[^]*html at request 1\n/);
});
