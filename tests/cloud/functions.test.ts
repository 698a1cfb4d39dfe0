import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BUNDLED_CATALOGUE_DIR, readBundledCatalogue } from '@playkin/functions/src/catalogue/bundled.ts';
import { type StandIn, startStandIn } from '@playkin/functions/src/stand-in/stand-in.ts';
import type { RecommendAnswer } from '@playkin/shared/api.ts';
import fetch from 'node-fetch';
import { describeCloud, type Emulators, PROJECT, startEmulators } from './emulators.ts';

/** Joins are nested loops in the emulator, and the whole lexicon is joined: the time grows with the games. */
const GAMES = 20;

describeCloud('the four functions, as they are deployed', () => {
  let emulators: Emulators;
  let standIn: StandIn;
  let records: string[];
  const servers: Server[] = [];

  beforeAll(async () => {
    emulators = await startEmulators();
    records = (await Array.fromAsync(readBundledCatalogue(BUNDLED_CATALOGUE_DIR))).slice(0, GAMES);
    standIn = await startStandIn({ records, clock: Date.now, requestsPerSecond: Infinity });
    Object.assign(process.env, {
      GOOGLE_CLOUD_PROJECT: PROJECT,
      BIGQUERY_EMULATOR_HOST: emulators.urls.bigQuery,
      PLAYKIN_STORAGE_ENDPOINT: emulators.urls.storage,
      PLAYKIN_LOCATION: 'EU',
      PLAYKIN_BUCKET: (await emulators.newBucket()).name,
      IGDB_CLIENT_ID: 'client-of-the-test',
      IGDB_CLIENT_SECRET: 'secret-of-the-test',
      IGDB_BASE_URL: standIn.baseUrl,
      IGDB_TOKEN_URL: standIn.tokenUrl,
    });
    await import('@playkin/functions/src/cloud.ts');
  });
  afterAll(async () => {
    for (const server of servers) server.close();
    await standIn.close();
    await emulators.stop();
  });

  async function request(name: string, path = '/', method = 'POST') {
    const server = getTestServer(name).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    // The emulator may take longer than the 300 s after which Node's own fetch gives up.
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  test(
    'run one after the other, each refusing before its turn and when nothing is new',
    { timeout: 1_200_000 },
    async () => {
      expect(await request('recommend', '/api/health', 'GET')).toMatchObject({ status: 503 });
      // First contact: there is no dataset yet.
      for (const name of ['similarity', 'publish']) {
        const { status, body } = await request(name);
        expect({ status, detail: body['detail'] }).toEqual({
          status: 409,
          detail: expect.stringContaining('no run of') as string,
        });
      }
      expect(await request('ingest')).toMatchObject({
        status: 200,
        body: { received: GAMES, inserted: GAMES },
      });
      expect(await request('publish')).toMatchObject({ status: 409 });
      expect(await request('similarity')).toMatchObject({ status: 200, body: { counts: { games: GAMES } } });
      expect(await request('similarity')).toMatchObject({
        status: 200,
        body: { skipped: expect.any(String) as string },
      });
      expect(await request('publish')).toMatchObject({ status: 200, body: { counts: { games: GAMES } } });
      expect(await request('publish')).toMatchObject({
        status: 200,
        body: { skipped: expect.any(String) as string },
      });

      const { id } = JSON.parse(records[0] ?? '{}') as { id: number };
      const { status, body } = await request('recommend', `/api/recommend?like=${id}`, 'GET');
      expect(status).toBe(200);
      expect((body as unknown as RecommendAnswer).results).toHaveLength(10);
    },
  );
});
