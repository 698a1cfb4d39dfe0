/**
 * What a deploy talks to, on this machine: the APIs of Cloud Run and of Firebase Hosting as gcloud and firebase-tools use them,
 * with the state they change, and over https the services and sites that come of it.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { gunzipSync } from 'node:zlib';
import { digestOf } from './registry-stand-in.ts';
import { listening } from './listening.ts';

type Json = Record<string, unknown>;

export interface Traffic {
  revisionName: string;
  percent?: number;
  tag?: string;
  url?: string;
}

export interface Service {
  image: string;
  revision: string;
  traffic: Traffic[];
}

/** Answers a request to a revision, or to the site; `image` is what the revision runs. */
export type Answer = (
  target: { name: string; image: string },
  req: IncomingMessage,
  res: ServerResponse,
) => void;

export interface Production {
  /** Of the APIs, over http. */
  apiPort: number;
  /** Of every service and site, over https, by the name that is asked for. */
  securePort: number;
  services: Map<string, Service>;
  /** The site's versions: paths by number. */
  versions: Map<string, Map<string, string>>;
  /** Channel → version. */
  channels: Map<string, string>;
  /** `METHOD path` of every request that changed something. */
  changes: string[];
  close(): Promise<void>;
}

export interface ProductionOptions {
  project: string;
  siteHost: string;
  services: readonly string[];
  /** Which of them anybody may call. */
  open: readonly string[];
  /** What they run to begin with. */
  image: string;
  key: string;
  certificate: string;
  answer: Answer;
}

const RUN_HOST = 'a.run.app';

async function bodyOf(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export async function startProduction(options: ProductionOptions): Promise<Production> {
  const { project, siteHost } = options;
  const services = new Map<string, Service>();
  for (const name of options.services) {
    const revision = `${name}-00001-old`;
    services.set(name, {
      image: options.image,
      revision,
      traffic: [{ revisionName: revision, percent: 100 }],
    });
  }
  const images = new Map([...services].map(([, { revision, image }]) => [revision, image]));
  const versions = new Map([['first', new Map([['/index.html', 'the first site']])]]);
  const channels = new Map([['live', 'first']]);
  const hashes = new Map<string, string>();
  const changes: string[] = [];
  const generations = new Map<string, number>();

  function knative(name: string): Json {
    const service = services.get(name);
    if (service === undefined) throw new Error(`There is no service ${name}.`);
    const generation = generations.get(name) ?? 1;
    const ready = ['Ready', 'ConfigurationsReady', 'RoutesReady'].map((type) => ({ type, status: 'True' }));
    return {
      apiVersion: 'serving.knative.dev/v1',
      kind: 'Service',
      metadata: {
        name,
        namespace: project,
        generation,
        labels: { 'cloud.googleapis.com/location': 'europe-west1' },
        resourceVersion: `${generation}`,
      },
      spec: {
        template: {
          metadata: { name: service.revision },
          spec: { containers: [{ image: service.image, env: [{ name: 'FUNCTION_TARGET', value: name }] }] },
        },
        traffic: service.traffic.map(({ url: _url, ...target }) => target),
      },
      status: {
        observedGeneration: generation,
        conditions: ready,
        latestReadyRevisionName: service.revision,
        latestCreatedRevisionName: service.revision,
        url: `https://${name}-4x7q.${RUN_HOST}`,
        address: { url: `https://${name}-4x7q.${RUN_HOST}` },
        traffic: service.traffic.map((target) => ({
          ...target,
          ...(target.tag !== undefined && { url: `https://${target.tag}---${name}-4x7q.${RUN_HOST}` }),
        })),
      },
    };
  }

  function replace(name: string, sent: Json): void {
    const service = services.get(name);
    if (service === undefined) throw new Error(`There is no service ${name}.`);
    const spec = sent['spec'] as {
      template: { metadata?: { name?: string }; spec: { containers: { image: string }[] } };
      traffic: (Traffic & { latestRevision?: boolean })[];
    };
    const generation = (generations.get(name) ?? 1) + 1;
    generations.set(name, generation);
    const image = spec.template.spec.containers[0]?.image ?? '';
    const isNew = spec.template.metadata?.name !== service.revision;
    const revision = isNew
      ? (spec.template.metadata?.name ?? `${name}-${String(generation).padStart(5, '0')}-new`)
      : service.revision;
    images.set(revision, image);
    const traffic = spec.traffic.map(({ latestRevision, ...target }) => ({
      ...target,
      revisionName: latestRevision === true ? revision : target.revisionName,
    }));
    services.set(name, { image, revision, traffic });
  }

  const channel = (name: string): Json | undefined => {
    const version = channels.get(name);
    if (version === undefined) return undefined;
    return {
      name: `projects/${project}/sites/${project}/channels/${name}`,
      url: name === 'live' ? `https://${siteHost}` : `https://${project}--${name}-8h2k.web.app`,
      updateTime: '2026-01-01T00:00:00Z',
      createTime: '2026-01-01T00:00:00Z',
      ...(version !== '' && {
        release: {
          name: `projects/${project}/sites/${project}/channels/${name}/releases/${version}`,
          releaseTime: '2026-01-01T00:00:00Z',
          version: { name: `sites/${project}/versions/${version}`, status: 'FINALIZED' },
        },
      }),
    };
  };
  const isNoVersion = (version: string) => !versions.has(version);

  /** What an API answers; undefined for what is not there. */
  function api(method: string, url: URL, body: Buffer): unknown {
    const { pathname: path, searchParams } = url;
    const sent = () => JSON.parse(body.toString()) as Json;
    const service = /\/namespaces\/[^/]+\/services\/([^/]+)$/.exec(path)?.[1];
    if (service !== undefined) {
      if (method === 'PUT') replace(service, sent());
      return services.has(service) ? knative(service) : undefined;
    }
    const revision = /\/namespaces\/[^/]+\/revisions\/([^/]+)$/.exec(path)?.[1];
    if (revision !== undefined)
      return { metadata: { name: revision }, status: { conditions: [{ type: 'Ready', status: 'True' }] } };
    if (path.endsWith(':generateIdToken')) {
      return { token: tokenFor((sent() as { audience: string }).audience) };
    }
    if (/\/token$/.test(path))
      return { access_token: 'access', expires_in: 3600, token_type: 'Bearer', id_token: tokenFor('') };
    if (path.endsWith(':testIamPermissions')) return sent();
    if (path.endsWith('/services:batchGet')) {
      return { services: searchParams.getAll('names').map((name) => ({ name, state: 'ENABLED' })) };
    }
    if (/^\/v1\/projects\/[^/]+\/services\//.test(path))
      return { name: path.slice('/v1/'.length), state: 'ENABLED' };
    if (path === `/v1beta1/projects/${project}`)
      return { projectId: project, resources: { hostingSite: project } };
    if (/^\/v1beta1\/projects\/[^/]+\/sites\/[^/]+$/.test(path)) {
      return {
        name: `projects/${project}/sites/${project}`,
        defaultUrl: `https://${siteHost}`,
        type: 'DEFAULT_SITE',
      };
    }
    return hosting(method, path, searchParams, sent, body);
  }

  function hosting(
    method: string,
    path: string,
    params: URLSearchParams,
    sent: () => Json,
    body: Buffer,
  ): unknown {
    if (path.endsWith('/channels') && method === 'GET')
      return { channels: [...channels.keys()].map(channel) };
    if (path.endsWith('/channels') && method === 'POST') {
      const name = params.get('channelId') ?? '';
      channels.set(name, '');
      return channel(name);
    }
    const channelName = /\/channels\/([^/]+)$/.exec(path)?.[1];
    if (channelName !== undefined) return channel(channelName);
    const released = /(?:\/channels\/([^/]+))?\/releases$/.exec(path);
    if (released !== null) {
      const [, to = 'live'] = released;
      const version = (params.get('versionName') ?? '').replace(/^.*\//, '');
      if (isNoVersion(version)) return undefined;
      channels.set(to, version);
      return {
        name: `${path}/1`,
        version: { name: `sites/${project}/versions/${version}`, status: 'FINALIZED' },
      };
    }
    if (path.endsWith('/versions') && method === 'POST') {
      const version = `v${versions.size + 1}`;
      versions.set(version, new Map());
      return {
        name: `projects/${project}/sites/${project}/versions/${version}`,
        status: 'CREATED',
        config: sent()['config'],
      };
    }
    if (path.endsWith('/versions:clone')) {
      const { sourceVersion } = sent() as { sourceVersion: string };
      return { name: 'operations/1', done: true, response: { name: sourceVersion } };
    }
    const populated = /\/versions\/([^/:]+):populateFiles$/.exec(path)?.[1];
    if (populated !== undefined) {
      const { files } = sent() as { files: Record<string, string> };
      for (const [file, hash] of Object.entries(files)) versions.get(populated)?.set(file, hash);
      return {
        uploadRequiredHashes: Object.values(files),
        uploadUrl: `http://127.0.0.1:${apis.port}/upload`,
      };
    }
    const uploaded = /^\/upload\/([0-9a-f]+)$/.exec(path)?.[1];
    if (uploaded !== undefined) {
      if (digestOf(body) !== `sha256:${uploaded}`) return undefined;
      hashes.set(uploaded, gunzipSync(body).toString());
      return {};
    }
    const version = /\/versions\/([^/]+)$/.exec(path)?.[1];
    return version === undefined || isNoVersion(version)
      ? undefined
      : { name: `projects/${project}/sites/${project}/versions/${version}`, status: 'FINALIZED' };
  }

  async function respond(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '', 'http://api');
    const body = await bodyOf(req);
    const found = api(req.method ?? '', url, body);
    if (req.method !== 'GET' && found !== undefined)
      changes.push(`${req.method ?? ''} ${url.pathname}${url.search}`);
    res.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
    res.end(
      JSON.stringify(
        found ?? { error: { code: 404, message: `${req.method ?? ''} ${url.pathname} is not there` } },
      ),
    );
  }

  const refuse = (res: ServerResponse, status: number) => {
    res.writeHead(status);
    res.end();
  };

  /** Cloud Run lets strangers call open services only, and knows its own by a token for the service’s own address. */
  function toService(host: string, req: IncomingMessage, res: ServerResponse): void {
    const [, tag, name = ''] = /^(?:(\w+)---)?(\w+)-4x7q\./.exec(host) ?? [];
    const traffic = services.get(name)?.traffic ?? [];
    const target = traffic.find((each) => (tag === undefined ? (each.percent ?? 0) > 0 : each.tag === tag));
    if (target === undefined) return refuse(res, 404);
    const isKnown = req.headers.authorization === `Bearer ${tokenFor(`https://${name}-4x7q.${RUN_HOST}`)}`;
    if (!options.open.includes(name) && !isKnown) return refuse(res, 403);
    options.answer({ name, image: images.get(target.revisionName) ?? '' }, req, res);
  }

  function toSite(host: string, req: IncomingMessage, res: ServerResponse): void {
    const name = host === siteHost ? 'live' : /--(\w+)-8h2k\./.exec(host)?.[1];
    const path = new URL(req.url ?? '', 'https://site').pathname;
    if (path.startsWith('/api/')) {
      toService(`recommend-4x7q.${RUN_HOST}`, req, res);
      return;
    }
    const files = versions.get(channels.get(name ?? '') ?? '');
    const found = files?.get(path === '/' ? '/index.html' : path);
    if (found === undefined) return refuse(res, 404);
    res.end(hashes.get(found) ?? found);
  }

  const toApi = (req: IncomingMessage, res: ServerResponse) => {
    respond(req, res).catch((error: unknown) => {
      res.writeHead(500, { 'content-type': 'application/json' });
      res.end(JSON.stringify({ error: { code: 500, message: String(error) } }));
    });
  };
  const apiServer = createServer(toApi);
  const apis = await listening(apiServer);
  // The one proxy that gcloud is told of: what is no stand-in of ours is out of reach.
  apiServer.on('connect', (_req, socket) => {
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  const secure = await listening(
    createSecureServer(
      { key: readFileSync(options.key), cert: readFileSync(options.certificate) },
      (req, res) => {
        const host = req.headers.host ?? '';
        if (host.endsWith('.googleapis.com')) toApi(req, res);
        else (host.endsWith(RUN_HOST) ? toService : toSite)(host, req, res);
      },
    ),
  );
  return {
    apiPort: apis.port,
    securePort: secure.port,
    services,
    versions,
    channels,
    changes,
    async close() {
      await apis.close();
      await secure.close();
    },
  };
}

/** An identity token, as far as gcloud looks at one. */
function tokenFor(audience: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ aud: audience, email: 'deployer@example.com' })}.c2ln`;
}
