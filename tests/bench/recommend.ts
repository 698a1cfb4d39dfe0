import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { http } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { createRecommendHandler } from '@playkin/functions/src/recommend/handler.ts';

const CONNECTIONS = 32;
const SECONDS = 5;

const QUERIES = {
  plain: '/api/recommend?like=hollow-knight',
  filtered: '/api/recommend?like=hollow-knight&genre=platform&from=2010',
  severalSeeds: '/api/recommend?like=hollow-knight,portal-2&unlike=celeste&limit=50',
  search: '/api/search?q=zelda',
};

async function load(server: Server, path: string) {
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}${path}`;
  const { requests, latency, non2xx } = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: SECONDS,
  });
  if (non2xx > 0) throw new Error(`${path}: ${non2xx} answers were not 2xx`);
  return { perSecond: Math.round(requests.average), p99Ms: latency.p99 };
}

const listen = async (name: string) => {
  const server = getTestServer(name).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
};

/** Requests a second at 32 connections, beside the functions framework's hello world in the same process. */
export async function benchRecommend(dataDir: string): Promise<object> {
  http('hello', (_req, res) => {
    res.send('Hello, world');
  });
  const log = ({ message }: { message: string }) => process.stderr.write(`${message}\n`);
  const storage = folderStorage(join(dataDir, 'bucket'));
  http(
    'recommend',
    createRecommendHandler({ storage, clock: Date.now, log, version: 'bench', recheckMs: 60_000 }),
  );
  const [hello, recommend] = [await listen('hello'), await listen('recommend')];
  const peer = await load(hello, '/');
  const figures: Record<string, object> = { 'hello world (functions-framework)': peer };
  for (const [name, path] of Object.entries(QUERIES)) {
    const figure = await load(recommend, path);
    figures[name] = { ...figure, ofHelloWorld: Math.round((100 * figure.perSecond) / peer.perSecond) / 100 };
  }
  hello.close();
  recommend.close();
  return figures;
}
