/**
 * A stand-in for the APIs that setting up calls: one HTTP server on loopback that keeps state. Real programs (gcloud, curl,
 * functions/deploy/setup.sh) are pointed at it by `environment`; tests read `state`, and let requests fail.
 *
 * The first part of a path names the API: /run/…, /storage/…, and so on; below it stands what the API's own host would get. An API is a
 * file beside this one with a handler from a request to an answer; `undefined` is 404. To add one: write its handler, list it in APIS, and
 * in GCLOUD_APIS where gcloud has an endpoint override for it.
 *
 * gcloud puts the region before the host of Cloud Run, so it is given a host name that does not exist: the stand-in, as its HTTP proxy, gets
 * those requests all the same.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiAnswer, ApiRequest } from './api.ts';
import { functions } from './functions.ts';
import { github, igdb } from './others.ts';
import { billing, firebase, hosting, resourceManager, serviceUsage } from './projects.ts';
import { run } from './run.ts';
import { secretManager } from './secrets.ts';
import { type Api, emptyState, type GoogleState } from './state.ts';
import { storage, storageUpload } from './storage.ts';
import { terraform } from './terraform.ts';

const APIS: Record<string, Api> = {
  cloudbilling: billing,
  cloudresourcemanager: resourceManager,
  firebase,
  firebasehosting: hosting,
  functions,
  github,
  igdb,
  run,
  secretmanager: secretManager,
  serviceusage: serviceUsage,
  storage,
  terraform,
  token,
  upload: storageUpload,
};

const GCLOUD_APIS = [
  'cloudbilling',
  'cloudresourcemanager',
  'run',
  'secretmanager',
  'serviceusage',
  'storage',
];

/** `refused`: nothing is done, and 400 says so. `lost`: it is done, but the connection ends without an answer. */
export type Fault = 'refused' | 'lost';

export interface GoogleStandIn {
  origin: string;
  state: GoogleState;
  /** `METHOD /path?query` of each request that changed something, or tried to. */
  changes: string[];
  /** Asked of each request that changes something, as in `changes`, what is to go wrong with it. */
  fault: (line: string) => Fault | undefined;
  /** For gcloud and functions/deploy/setup.sh. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

/** @param dir a folder for gcloud's configuration and the made-up credentials */
export async function startGoogle(dir: string): Promise<GoogleStandIn> {
  const state = emptyState();
  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => parts.push(part));
    req.on('end', () => {
      // As a proxy it is asked for whole addresses.
      const url = new URL(req.url ?? '/', google.origin);
      const method = req.method ?? 'GET';
      const line = `${method} ${url.pathname}${url.search}`;
      const [, api = '', path] = /^\/(\w+)(\/.*)?$/.exec(url.pathname) ?? [];
      const request: ApiRequest = {
        method,
        path: path ?? '/',
        query: url.searchParams,
        headers: req.headers,
        body: Buffer.concat(parts),
        origin: google.origin,
      };
      const isOne = isChange(request, api);
      if (isOne) google.changes.push(line);
      const fault = isOne ? google.fault(line) : undefined;
      const answer = fault === 'refused' ? REFUSED : (APIS[api]?.(request, state) ?? NOT_FOUND);
      if (fault === 'lost') {
        req.socket.destroy();
        return;
      }
      const { status = 200, headers = {}, body = {} } = answer;
      const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
      res.writeHead(status, {
        'content-type': 'application/json',
        'content-length': bytes.length,
        ...headers,
      });
      res.end(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const google: GoogleStandIn = {
    origin,
    state,
    changes: [],
    fault: () => undefined,
    environment: await environmentOf(origin, port, dir),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
  return google;
}

const NOT_FOUND: ApiAnswer = {
  status: 404,
  body: { error: { code: 404, status: 'NOT_FOUND', message: 'It was not found here.' } },
};
const REFUSED: ApiAnswer = {
  status: 400,
  body: {
    error: { code: 400, status: 'FAILED_PRECONDITION', message: 'The stand-in was told to refuse this.' },
  },
};

/** Whether the request asks for more than to be told something. */
const isChange = ({ method, path }: ApiRequest, api: string) =>
  method !== 'GET' &&
  method !== 'HEAD' &&
  api !== 'token' &&
  !path.endsWith(':testIamPermissions') &&
  !path.endsWith('/plan') &&
  !(api === 'igdb' && path.endsWith('/token'));

/** Google's token endpoint, for credentials that are made up. */
function token(): ApiAnswer {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { email: 'owner@example.com', aud: 'gcloud', exp: 4_102_444_800 };
  return {
    body: {
      access_token: 'made-up-access-token',
      expires_in: 3600,
      token_type: 'Bearer',
      id_token: `${part({ alg: 'none' })}.${part(claims)}.unsigned`,
    },
  };
}

async function environmentOf(origin: string, port: number, dir: string): Promise<Record<string, string>> {
  await mkdir(dir, { recursive: true });
  const credentials = join(dir, 'credentials.json');
  const user = { type: 'authorized_user', client_id: 'a', client_secret: 'b', refresh_token: 'c' };
  await writeFile(credentials, JSON.stringify(user));
  return {
    CLOUDSDK_CONFIG: join(dir, 'gcloud'),
    CLOUDSDK_CORE_DISABLE_PROMPTS: '1',
    CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: '1',
    CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK: '1',
    CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE: credentials,
    CLOUDSDK_AUTH_TOKEN_HOST: `${origin}/token`,
    CLOUDSDK_PROXY_TYPE: 'http',
    CLOUDSDK_PROXY_ADDRESS: '127.0.0.1',
    CLOUDSDK_PROXY_PORT: String(port),
    ...Object.fromEntries(
      GCLOUD_APIS.map((api) => [
        `CLOUDSDK_API_ENDPOINT_OVERRIDES_${api.toUpperCase()}`,
        `${api === 'run' ? 'http://google.test' : origin}/${api}/`,
      ]),
    ),
    FIREBASE_API_URL: `${origin}/firebase`,
    FIREBASE_HOSTING_API_URL: `${origin}/firebasehosting`,
    GITHUB_API_URL: `${origin}/github`,
    IGDB_BASE_URL: `${origin}/igdb`,
    IGDB_TOKEN_URL: `${origin}/igdb/token`,
    GOOGLE_STAND_IN: origin,
  };
}
