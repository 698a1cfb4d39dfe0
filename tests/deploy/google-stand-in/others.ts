/** What is not Google's but belongs to setting up: GitHub's answer to which repository that is, Twitch's token, IGDB's webhooks. */
import type { Api } from './state.ts';

export const github: Api = ({ path }) =>
  path === '/repos/somebody/playkin'
    ? { body: { id: 1234, name: 'playkin', owner: { login: 'somebody', id: 56 } } }
    : undefined;

/** IGDB numbers the methods of its webhooks. */
const SUB_CATEGORIES: Record<string, number> = { create: 0, delete: 1, update: 2 };

export const igdb: Api = ({ method, path, headers, body }, state) => {
  const form = new URLSearchParams(body.toString());
  if (path === '/token') {
    const known = form.get('client_id') === 'igdb-id' && form.get('client_secret') === 'igdb-secret';
    if (!known) return { status: 403, body: { status: 403, message: 'invalid client secret' } };
    return { body: { access_token: 'igdb-token', expires_in: 5_000_000, token_type: 'bearer' } };
  }
  if (headers['client-id'] !== 'igdb-id' || headers.authorization !== 'Bearer igdb-token')
    return { status: 401 };
  if (path === '/webhooks/') return { body: state.webhooks.map(({ secret: _, ...webhook }) => webhook) };
  const sub_category = SUB_CATEGORIES[form.get('method') ?? ''];
  if (method !== 'POST' || path !== '/games/webhooks' || sub_category === undefined) return undefined;
  const url = form.get('url') ?? '';
  const id = state.webhooks.length + 1;
  const before = state.webhooks.findIndex((one) => one.url === url && one.sub_category === sub_category);
  if (before >= 0) state.webhooks.splice(before, 1);
  state.webhooks.push({ id, url, sub_category, active: true, secret: form.get('secret') ?? '' });
  return { body: [{ id, url, sub_category, active: true }] };
};
