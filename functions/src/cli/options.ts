/** The commands and the options that each takes. */
export const COMMANDS = {
  start: ['catalog', 'data-dir', 'port'],
  pipeline: ['catalog', 'data-dir', 'full', 'smart', 'limit', 'allow-drift', 'judgements', 'force'],
  ingest: ['catalog', 'data-dir', 'full', 'smart', 'limit', 'allow-drift', 'dry-run', 'replay'],
  similarity: ['catalog', 'data-dir'],
  evaluate: ['catalog', 'data-dir', 'judgements', 'plays'],
  publish: ['catalog', 'data-dir', 'force'],
  serve: ['catalog', 'data-dir', 'port'],
  query: ['catalog', 'data-dir', 'format'],
  'igdb-stand-in': ['catalog', 'port', 'fault', 'seed'],
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
  replay: { type: 'string' },
  'allow-drift': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  format: { type: 'string' },
  fault: { type: 'string', multiple: true },
  seed: { type: 'string' },
  judgements: { type: 'string' },
  plays: { type: 'string' },
  force: { type: 'boolean' },
} as const;

/** Options of which only one may be given. */
export const EXCLUSIVE = [
  ['full', 'smart'],
  ['replay', 'catalog'],
  ['replay', 'full'],
  ['replay', 'smart'],
  ['replay', 'limit'],
  ['dry-run', 'replay'],
] as const;

export const DEFAULT_PORT = 5000;
