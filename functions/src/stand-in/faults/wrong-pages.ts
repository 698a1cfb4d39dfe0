import type { Reply } from '../reply.ts';

/** Its headers are kept: x-count says how many there are. */
export const emptied = (page: Reply): Reply => ({ ...page, body: '[]' });

export function reversed(page: Reply): Reply {
  const records = JSON.parse(String(page.body)) as unknown[];
  return { ...page, body: JSON.stringify(records.reverse()) };
}
