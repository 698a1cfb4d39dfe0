import { parseArgs } from 'node:util';

export const COMMANDS = {
  start: ['catalog', 'data-dir', 'port'],
  pipeline: ['catalog', 'data-dir', 'full', 'smart', 'limit'],
  ingest: ['catalog', 'data-dir', 'full', 'smart', 'limit'],
  similarity: ['catalog', 'data-dir'],
  publish: ['catalog', 'data-dir'],
  serve: ['catalog', 'data-dir', 'port'],
  query: ['catalog', 'data-dir', 'format'],
  'igdb-stand-in': ['catalog', 'port'],
} as const;
export type CommandName = keyof typeof COMMANDS;

export const FORMATS = ['table', 'csv', 'json'] as const;
export type Format = (typeof FORMATS)[number];

export interface Arguments {
  command: CommandName;
  /** A .jsonl or .jsonl.gz file of IGDB records. Default: the bundled catalogue, or IGDB itself where credentials are set. */
  catalog?: string;
  /** Default: a folder below .data named after the catalogue. */
  dataDir?: string;
  /** Default: 5000. */
  port: number;
  mode: 'full' | 'smart';
  /** Games an ingest run may take. Default: all. */
  limit?: number;
  format: Format;
  /** query: the statement. */
  sql?: string;
}

/** The command line cannot be understood; the message says what was expected. */
export class UsageError extends Error {
  override name = 'UsageError';
}

const OPTIONS = {
  catalog: { type: 'string' },
  'data-dir': { type: 'string' },
  port: { type: 'string' },
  full: { type: 'boolean' },
  smart: { type: 'boolean' },
  limit: { type: 'string' },
  format: { type: 'string' },
} as const;

const DEFAULT_PORT = 5000;
const MAX_PORT = 65_535;

/** @throws {@link UsageError} */
export function parseArguments(argv: readonly string[]): Arguments {
  const [command = '', ...rest] = argv;
  if (!isCommand(command)) {
    throw new UsageError(
      `Expected a command (${Object.keys(COMMANDS).join(', ')}), found ${JSON.stringify(command)}.`,
    );
  }
  const { values, positionals } = parse(rest);
  const allowed: readonly string[] = COMMANDS[command];
  for (const flag of Object.keys(values)) {
    if (!allowed.includes(flag)) {
      throw new UsageError(
        `${command} takes no --${flag}; it takes ${allowed.map((name) => `--${name}`).join(', ')}.`,
      );
    }
  }
  if (values.full === true && values.smart === true)
    throw new UsageError('Choose one of --full and --smart.');
  const { catalog, limit } = values;
  const dataDir = values['data-dir'];
  for (const [flag, value] of Object.entries({ catalog, 'data-dir': dataDir })) {
    if (value === '') throw new UsageError(`--${flag} needs a path.`);
  }
  return {
    command,
    ...(catalog !== undefined && { catalog }),
    ...(dataDir !== undefined && { dataDir }),
    port: values.port === undefined ? DEFAULT_PORT : whole('port', values.port, 0, MAX_PORT),
    // A pipeline is a run from nothing unless it is asked to be incremental; so is the first ingest.
    mode: values.smart === true ? 'smart' : 'full',
    ...(limit !== undefined && { limit: whole('limit', limit, 1, Number.MAX_SAFE_INTEGER) }),
    format: formatOf(values.format),
    ...statement(command, positionals),
  };
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // Node's own sentence, without its hint on how to pass positionals that look like options.
    const [sentence = ''] = (error as Error).message.split('. To specify');
    throw new UsageError(`${sentence.replace(/\.$/, '')}.`, { cause: error });
  }
}

function whole(flag: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least || number > most) {
    throw new UsageError(
      `--${flag}: expected a whole number from ${least} to ${most}, found ${JSON.stringify(value)}.`,
    );
  }
  return number;
}

function formatOf(value: string | undefined): Format {
  if (value === undefined) return 'table';
  const format = FORMATS.find((known) => known === value);
  if (format === undefined) {
    throw new UsageError(`--format: expected ${FORMATS.join(', ')}, found ${JSON.stringify(value)}.`);
  }
  return format;
}

function statement(command: CommandName, positionals: string[]): { sql?: string } {
  if (command !== 'query') {
    if (positionals.length > 0)
      throw new UsageError(`${command}: what is ${JSON.stringify(positionals[0])}?`);
    return {};
  }
  const [sql = ''] = positionals;
  if (positionals.length !== 1 || sql.trim() === '') {
    throw new UsageError(
      'query takes one SQL statement in quotes, such as "select count(*) as games from games".',
    );
  }
  return { sql };
}
