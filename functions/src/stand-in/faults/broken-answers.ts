import type { Reply } from '../reply.ts';
import type { Fault } from './fault.ts';

/** Promises the whole body, sends half of it, and drops the connection. */
export const cutBody: Fault['strike'] = async ({ exchange: { response }, next }) => {
  const reply = await next();
  if (reply === undefined) return undefined;
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, { ...reply.headers, 'content-length': body.length });
  response.write(body.subarray(0, body.length / 2), () => response.destroy());
  return undefined;
};

export const resetConnection: Fault['strike'] = ({ exchange: { request } }) => {
  request.socket.resetAndDestroy();
  return Promise.resolve(undefined);
};

/** The response stays open until the client gives up. */
export const noAnswer: Fault['strike'] = () => Promise.resolve(undefined);

/** A byte that UTF-8 has no use for. */
const NO_UTF8 = 0xff;
const NAME = '"name":';

/**
 * Still JSON to a reader that replaces what it cannot decode. In the last record, since a client that asks ahead knows the
 * first already.
 */
export function invalidUtf8(page: Reply): Reply {
  const body = Buffer.from(page.body);
  const name = body.lastIndexOf(NAME);
  const quote = name < 0 ? -1 : body.indexOf('"', name + NAME.length);
  if (quote >= 0 && body[quote + 1] !== undefined) body[quote + 1] = NO_UTF8;
  return { ...page, body };
}

/** Its headers are kept: x-count says how many there are. */
export const emptied = (page: Reply): Reply => ({ ...page, body: '[]' });

export function reversed(page: Reply): Reply {
  const records = JSON.parse(String(page.body)) as unknown[];
  return { ...page, body: JSON.stringify(records.reverse()) };
}
