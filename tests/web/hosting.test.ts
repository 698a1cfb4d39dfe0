import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Superstatic from 'superstatic';
import { hostingConfig } from '@playkin/functions/src/cli/site/hosting-config.ts';
import { REPOSITORY } from '@playkin/functions/src/repository.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';

// An import of this CommonJS package means another thing to vitest than to Node; require means the same to both.
const { default: superstatic } = createRequire(import.meta.url)('superstatic') as typeof Superstatic;

const FILES = {
  'index.html': 'the site',
  '404.html': 'no such page',
  'favicon.svg': '<svg/>',
  'assets/index-1a2b3c4d.js': 'script',
};

let origin: string;
let folder: string;
const server = createServer();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playkin-hosting-'));
  await copyFile(join(REPOSITORY, 'firebase.json'), join(folder, 'firebase.json'));
  for (const [path, content] of Object.entries(FILES)) {
    const file = join(folder, 'web', 'dist', path);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, content);
  }
  const middleware = superstatic({
    config: hostingConfig(folder).hosting,
    cwd: folder,
    fallthrough: false,
    rewriters: {
      run: ({ run: target }: { run: { serviceId: string } }) =>
        Promise.resolve({ data: `service ${target.serviceId}`, contentType: 'text/plain' }),
    },
  });
  server.on('request', (req, res) => middleware(req, res, () => res.end('fell through')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

async function get(path: string) {
  const response = await fetch(origin + path, { redirect: 'manual' });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

test('the pages of the site are served by its one document', async () => {
  for (const path of ['/', '/?like=celeste', '/about', '/game/celeste']) {
    expect(await get(path)).toMatchObject({ status: 200, body: 'the site' });
  }
});

test('the API is answered by the service', async () => {
  expect((await get('/api/recommend?like=celeste')).body).toBe('service recommend');
});

test('any other address is a page that says so', async () => {
  for (const path of ['/nowhere', '/game', '/about/us']) {
    expect(await get(path)).toMatchObject({ status: 404, body: 'no such page' });
  }
});

test('documents have one address, without .html', async () => {
  const { status, headers } = await get('/index.html');
  expect([status, headers.get('location')]).toEqual([301, '/']);
});

test('hashed files are kept for a year, documents are always asked for again', async () => {
  const cached = async (path: string) => (await get(path)).headers.get('cache-control');
  expect(await cached('/assets/index-1a2b3c4d.js')).toBe('public, max-age=31536000, immutable');
  for (const path of ['/', '/about', '/game/celeste', '/favicon.svg', '/nowhere']) {
    expect(await cached(path)).toBe('no-cache');
  }
  expect(await cached('/api/search')).toBeNull();
});

test('a hashed file that is not there is answered by the service, whose 404 says how long it may be kept', async () => {
  for (const path of ['/assets/index-99999999.js', '/assets/', '/assets/old/index-1a2b3c4d.js']) {
    const { body, headers } = await get(path);
    expect([path, body, headers.get('cache-control')]).toEqual([path, 'service recommend', null]);
  }
});

test('every page restricts what it may load to the site itself and the covers', async () => {
  for (const path of ['/', '/game/celeste', '/nowhere', '/assets/index-1a2b3c4d.js']) {
    const { headers } = await get(path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(policy.match(/https?:\/\/\S+?(?=[;\s]|$)/g)).toEqual(['https://images.igdb.com']);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
    expect(headers.get('referrer-policy')).toBeTruthy();
    expect(headers.get('permissions-policy')).toBeTruthy();
  }
});
