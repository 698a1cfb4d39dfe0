import type { StandIn, StandInOptions } from '@playkin/functions/src/stand-in/stand-in.ts';
import { startStandIn } from '@playkin/functions/src/stand-in/stand-in.ts';
import { onTestFinished } from 'vitest';

export interface Received {
  status: number;
  headers: Headers;
  /** The body, parsed where it is JSON. */
  body: unknown;
}

export interface Client {
  standIn: StandIn;
  token: string;
  /** Asks as a client with a token does. */
  ask(endpoint: string, query?: string): Promise<Received>;
}

export const CLIENT_ID = 'a-client';

/** A stand-in over these records, without limits unless they are given, that ends with the test. */
export async function startClient(
  records: unknown[],
  options: Partial<StandInOptions> = {},
): Promise<Client> {
  const standIn = await startStandIn({
    records: records.map((record) => JSON.stringify(record)),
    clock: () => 0,
    requestsPerSecond: Infinity,
    maxOpen: Infinity,
    ...options,
  });
  onTestFinished(() => standIn.close());
  const token = await newToken(standIn);
  const headers = { 'Client-ID': CLIENT_ID, Authorization: `Bearer ${token}` };
  return {
    standIn,
    token,
    ask: (endpoint, query = '') =>
      receive(`${standIn.baseUrl}/${endpoint}`, { method: 'POST', headers, body: query }),
  };
}

export async function receive(url: string, init: RequestInit = {}): Promise<Received> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json';
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

export const askForToken = (standIn: StandIn, parameters: Record<string, string>): Promise<Received> =>
  receive(`${standIn.tokenUrl}?${new URLSearchParams(parameters).toString()}`, { method: 'POST' });

export async function newToken(standIn: StandIn): Promise<string> {
  const parameters = { client_id: CLIENT_ID, client_secret: 'secret', grant_type: 'client_credentials' };
  const { body } = await askForToken(standIn, parameters);
  return (body as { access_token: string }).access_token;
}
