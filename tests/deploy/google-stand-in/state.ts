import type { ApiAnswer, ApiRequest } from './api.ts';

/** What the stand-in remembers. Tests read it, and may write it to begin somewhere. */
export interface GoogleState {
  projects: Map<string, Project>;
  buckets: Map<string, Bucket>;
  /** By `project/secret`; each with its versions, the first one first. */
  secrets: Map<string, Buffer[]>;
  /** By name. */
  services: Map<string, RunService>;
  /** Names of Hosting sites. */
  sites: Set<string>;
  /** What IGDB was asked to call. */
  webhooks: { id: number; url: string; sub_category: number; active: boolean; secret: string }[];
  /** Answers calls of functions in the stand-in's place; undefined leaves them to it. */
  answerFunction: ((call: FunctionCall) => ApiAnswer | undefined) | undefined;
  /** Calls of functions, as `METHOD name`. */
  calls: string[];
  /** Targets of each `terraform apply`; empty for all. */
  applied: string[][];
}

export interface FunctionCall extends Pick<ApiRequest, 'method' | 'path' | 'query' | 'headers'> {
  name: string;
}

export interface Project {
  number: string;
  billingAccount: string;
  apis: Set<string>;
  firebase: boolean;
}

export interface Bucket {
  /** As the JSON API has it. */
  resource: Record<string, unknown>;
  objects: Map<string, { bytes: Buffer; contentType: string }>;
}

export interface RunService {
  url: string;
  image: string;
}

export const emptyState = (): GoogleState => ({
  projects: new Map(),
  buckets: new Map(),
  secrets: new Map(),
  services: new Map(),
  sites: new Set(),
  webhooks: [],
  answerFunction: undefined,
  calls: [],
  applied: [],
});

/** `undefined` is 404. */
export type Api = (request: ApiRequest, state: GoogleState) => ApiAnswer | undefined;
