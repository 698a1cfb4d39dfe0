/** What the stand-in's APIs are asked and answer. */
import type { IncomingMessage } from 'node:http';

export interface ApiRequest {
  method: string;
  /** Below the API's own prefix, without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Buffer;
  /** Of the stand-in, without a slash at its end. */
  origin: string;
}

export interface ApiAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** Sent as it is where it is bytes, else as JSON. Default: {}. */
  body?: unknown;
}

/** The JSON of a request; {} where it has none. */
export const jsonOf = (body: Buffer): Record<string, unknown> =>
  body.length === 0 ? {} : (JSON.parse(body.toString()) as Record<string, unknown>);
