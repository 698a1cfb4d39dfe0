/** Cloud Storage's JSON API: buckets, and whole objects. */
import { createHash } from 'node:crypto';
import { type ApiAnswer, jsonOf } from './api.ts';
import type { Api, Bucket, GoogleState } from './state.ts';

export const storage: Api = ({ method, path, query, body, origin }, state) => {
  if (path === '/b' && method === 'POST') {
    const resource = jsonOf(body);
    const name = String(resource['name']);
    if (state.buckets.has(name)) return conflict(`The bucket ${name} is there already.`);
    state.buckets.set(name, { resource, objects: new Map() });
    return { body: bucketOf(name, resource) };
  }
  const [, name = '', objectPart] = /^\/b\/([^/]+)(?:\/o(?:\/(.*))?)?$/.exec(path) ?? [];
  const bucket = state.buckets.get(name);
  if (bucket === undefined) return undefined;
  if (/\/o$/.test(path)) {
    const prefix = query.get('prefix') ?? '';
    const names = [...bucket.objects.keys()].filter((one) => one.startsWith(prefix));
    return { body: { items: names.map((one) => objectOf(origin, name, bucket, one)) } };
  }
  if (objectPart === undefined) {
    if (method === 'PATCH') Object.assign(bucket.resource, jsonOf(body));
    return { body: bucketOf(name, bucket.resource) };
  }
  const object = decodeURIComponent(objectPart);
  const stored = bucket.objects.get(object);
  if (stored === undefined) return undefined;
  if (method === 'DELETE') {
    bucket.objects.delete(object);
    return { status: 204, body: Buffer.alloc(0) };
  }
  if (query.get('alt') === 'media')
    return { headers: { 'content-type': stored.contentType }, body: stored.bytes };
  return { body: objectOf(origin, name, bucket, object) };
};

/** Below /upload: one request with the object's description and its bytes, or one that begins and one that sends. */
export const storageUpload: Api = ({ method, path, query, headers, body, origin }, state) => {
  const name = /\/b\/([^/]+)\/o$/.exec(path)?.[1] ?? '';
  const bucket = state.buckets.get(name);
  if (bucket === undefined) return undefined;
  if (query.get('uploadType') === 'resumable' && method === 'POST') {
    const object = query.get('name') ?? String(jsonOf(body)['name']);
    const location = `${origin}/upload${path}?uploadType=resumable&upload_id=1&name=${encodeURIComponent(object)}`;
    return { headers: { location } };
  }
  if (method === 'PUT') return put({ state, origin }, name, query.get('name') ?? '', body);
  if (query.get('uploadType') === 'media') return put({ state, origin }, name, query.get('name') ?? '', body);
  const boundary = /boundary=["']?([^"';]+)/.exec(headers['content-type'] ?? '')?.[1] ?? '';
  const [, description = '', content = ''] = body.toString('latin1').split(`--${boundary}`);
  const partOf = (text: string) => text.replace(/^[\s\S]*?\r?\n\r?\n/, '').replace(/\r?\n$/, '');
  const { name: object } = JSON.parse(partOf(description)) as { name: string };
  return put({ state, origin }, name, object, Buffer.from(partOf(content), 'latin1'));
};

function put(
  { state, origin }: { state: GoogleState; origin: string },
  bucketName: string,
  object: string,
  bytes: Buffer,
): ApiAnswer | undefined {
  const bucket = state.buckets.get(bucketName);
  if (bucket === undefined) return undefined;
  bucket.objects.set(object, { bytes, contentType: 'application/octet-stream' });
  return { body: objectOf(origin, bucketName, bucket, object) };
}

const bucketOf = (name: string, resource: Record<string, unknown>) => ({
  kind: 'storage#bucket',
  id: name,
  storageClass: 'STANDARD',
  ...resource,
});

function objectOf(origin: string, bucketName: string, { objects }: Bucket, name: string) {
  const bytes = objects.get(name)?.bytes ?? Buffer.alloc(0);
  return {
    kind: 'storage#object',
    bucket: bucketName,
    name,
    size: String(bytes.length),
    mediaLink: `${origin}/storage/b/${bucketName}/o/${encodeURIComponent(name)}?alt=media`,
    generation: '1',
    metageneration: '1',
    md5Hash: createHash('md5').update(bytes).digest('base64'),
    timeCreated: '2026-01-01T00:00:00Z',
    updated: '2026-01-01T00:00:00Z',
  };
}

const conflict = (message: string): ApiAnswer => ({ status: 409, body: { error: { code: 409, message } } });
