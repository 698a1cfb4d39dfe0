import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listening } from './listening.ts';

/** A registry of images that lives as long as the test: what a push and a pull need of the OCI distribution specification. */
export interface Registry {
  /** host:port */
  host: string;
  /** Digests of the manifests pushed, in order. */
  pushed: string[];
  close(): Promise<void>;
}

const MANIFEST = /^\/v2\/(.+)\/manifests\/([^/]+)$/;
const BLOB = /^\/v2\/(.+)\/blobs\/(sha256:[0-9a-f]{64})$/;
const UPLOADS = /^\/v2\/(.+)\/blobs\/uploads\/$/;
const UPLOAD = /^\/v2\/(.+)\/blobs\/uploads\/([^/]+)$/;

export const digestOf = (bytes: Uint8Array): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

async function bodyOf(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export async function startRegistry(): Promise<Registry> {
  const blobs = new Map<string, Buffer>();
  const manifests = new Map<string, { type: string; bytes: Buffer }>();
  const uploads = new Map<string, Buffer>();
  const pushed: string[] = [];

  async function respond(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(req.url ?? '', 'http://registry');
    const body = await bodyOf(req);
    const end = (status: number, headers: Record<string, string> = {}, content?: Buffer) => {
      res.writeHead(status, headers);
      res.end(req.method === 'HEAD' ? undefined : content);
    };
    const [, repository = '', name = ''] =
      MANIFEST.exec(pathname) ?? BLOB.exec(pathname) ?? UPLOAD.exec(pathname) ?? UPLOADS.exec(pathname) ?? [];
    const bytes = (content: Buffer, type: string) => {
      end(
        200,
        {
          'content-type': type,
          'content-length': `${content.length}`,
          'docker-content-digest': digestOf(content),
        },
        content,
      );
    };
    if (pathname === '/v2/') {
      // As Artifact Registry does: who you are is asked for first.
      const isKnown = req.headers.authorization !== undefined;
      end(isKnown ? 200 : 401, isKnown ? {} : { 'www-authenticate': 'Basic realm="registry"' });
    } else if (MANIFEST.test(pathname) && req.method === 'PUT') {
      const digest = digestOf(body);
      const manifest = { type: req.headers['content-type'] ?? '', bytes: body };
      for (const key of [name, digest]) manifests.set(`${repository}@${key}`, manifest);
      pushed.push(digest);
      end(201, { location: pathname, 'docker-content-digest': digest });
    } else if (MANIFEST.test(pathname)) {
      const manifest = manifests.get(`${repository}@${name}`);
      if (manifest === undefined) end(404);
      else bytes(manifest.bytes, manifest.type);
    } else if (BLOB.test(pathname)) {
      const blob = blobs.get(name);
      if (blob === undefined) end(404);
      else bytes(blob, 'application/octet-stream');
    } else if (UPLOADS.test(pathname) && req.method === 'POST') {
      const id = randomUUID();
      uploads.set(id, Buffer.alloc(0));
      end(202, { location: `/v2/${repository}/blobs/uploads/${id}`, range: '0-0' });
    } else if (UPLOAD.test(pathname)) {
      const content = Buffer.concat([uploads.get(name) ?? Buffer.alloc(0), body]);
      uploads.set(name, content);
      if (req.method === 'PUT') {
        blobs.set(searchParams.get('digest') ?? '', content);
        end(201, { 'docker-content-digest': searchParams.get('digest') ?? '' });
      } else {
        end(202, { location: pathname, range: `0-${Math.max(0, content.length - 1)}` });
      }
    } else {
      end(404);
    }
  }

  const { port, close } = await listening(createServer((req, res) => void respond(req, res)));
  return { host: `127.0.0.1:${port}`, pushed, close };
}
