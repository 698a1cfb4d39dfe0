import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Asked {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What the server does with one request. */
export type Answer = (response: ServerResponse) => void;

export const json =
  (value: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(value));

export const plain =
  (body: string, status: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end(body);

/** JSON to the eye, but within its text is a byte that UTF-8 does not know. */
export const invalidUtf8: Answer = (response) =>
  response.writeHead(200).end(Buffer.from('[{"id":1,"name":"Pok\xe9mon"}]', 'latin1'));

/** Promises more bytes than it sends, then drops the connection. */
export const cutShort: Answer = (response) => {
  response.writeHead(200, { 'Content-Length': '1000' });
  response.write('[{"id":1', () => response.destroy());
};

export const dropped: Answer = (response) => response.destroy();

export const neverEnding: Answer = (response) => response.writeHead(200).write('[');

/** Gives the answers in turn, those to `/token` apart from all others; the last one of a list is given ever after. */
export async function scriptedServer(script: { token?: Answer[]; api: Answer[] }) {
  const asked: Asked[] = [];
  const token = [...(script.token ?? [json({ access_token: 'token-1', expires_in: 5_000_000 })])];
  const api = [...script.api];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    void text(request).then((body) => {
      asked.push({ path, headers: request.headers, body });
      const answers = path === '/token' ? token : api;
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      answer?.(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    baseUrl,
    tokenUrl: `${baseUrl}/token`,
    asked,
    /** The bodies asked of the API. */
    queries: () => asked.filter(({ path }) => path !== '/token').map(({ body }) => body),
    tokensAsked: () => asked.filter(({ path }) => path === '/token').length,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
