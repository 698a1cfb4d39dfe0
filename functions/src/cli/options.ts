/** The commands and the options that each takes. */
export const COMMANDS = {
  start: ['catalog', 'data-dir', 'port'],
  pipeline: ['catalog', 'data-dir', 'full', 'smart', 'limit', 'judgements', 'force'],
  ingest: ['catalog', 'data-dir', 'full', 'smart', 'limit'],
  similarity: ['catalog', 'data-dir'],
  evaluate: ['catalog', 'data-dir', 'judgements', 'plays'],
  publish: ['catalog', 'data-dir', 'force'],
  serve: ['catalog', 'data-dir', 'port'],
  query: ['catalog', 'data-dir', 'format'],
  'igdb-stand-in': ['catalog', 'port'],
} as const;
export type CommandName = keyof typeof COMMANDS;

/** As `parseArgs` of node:util takes them. */
export const OPTIONS = {
  catalog: { type: 'string' },
  'data-dir': { type: 'string' },
  port: { type: 'string' },
  full: { type: 'boolean' },
  smart: { type: 'boolean' },
  limit: { type: 'string' },
  format: { type: 'string' },
  judgements: { type: 'string' },
  plays: { type: 'string' },
  force: { type: 'boolean' },
} as const;

export const FORMATS = ['table', 'csv', 'json'] as const;
export type Format = (typeof FORMATS)[number];

export const DEFAULT_PORT = 5000;
