/** Secret Manager: secrets, which Terraform makes, and their versions. */
import { jsonOf } from './api.ts';
import type { Api } from './state.ts';

export const secretManager: Api = ({ method, path, body }, state) => {
  const [, project = '', secret = '', rest = ''] =
    /^\/v1\/projects\/([^/]+)\/secrets\/([^/:]+)(.*)$/.exec(path) ?? [];
  const versions = state.secrets.get(`${project}/${secret}`);
  if (versions === undefined) return undefined;
  const nameOf = (number: number) => `projects/${project}/secrets/${secret}/versions/${number}`;
  if (rest === ':addVersion' && method === 'POST') {
    const { data } = jsonOf(body)['payload'] as { data: string };
    versions.push(Buffer.from(data, 'base64'));
    return {
      body: { name: nameOf(versions.length), state: 'ENABLED', clientSpecifiedPayloadChecksum: true },
    };
  }
  if (rest === '/versions') {
    const all = versions.map((_, i) => ({ name: nameOf(i + 1), state: 'ENABLED' }));
    return { body: { versions: all.reverse() } };
  }
  if (rest === '/versions/latest:access') {
    const last = versions.at(-1);
    if (last === undefined) return undefined;
    return { body: { name: nameOf(versions.length), payload: { data: last.toString('base64') } } };
  }
  return undefined;
};
