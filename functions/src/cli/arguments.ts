import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type FaultSwitch, parseFaults } from '../stand-in/faults/parse-faults.ts';
import { UsageError } from './errors.ts';
import { type CommandName, COMMANDS, DEFAULT_PORT, EXCLUSIVE, OPTIONS } from './options.ts';
import { type Format, FORMATS } from './terminal/format-rows.ts';

export interface Arguments {
  command: CommandName;
  /** Absolute path of a .jsonl or .jsonl.gz file of IGDB records. Default: see help.ts. */
  catalog?: string;
  /** Absolute path. Default: a folder below .data named after the catalogue. */
  dataDir?: string;
  /** 0 for any free port. Default: 5000. */
  port: number;
  mode: 'full' | 'smart';
  /** Games an ingest run may take. Default: all. */
  limit?: number;
  /** ingest: absolute path of an archive of raw pages to store in place of IGDB's. Default: none. */
  replay?: string;
  /** ingest: go on although the data has changed its shape. */
  allowDrift: boolean;
  /** ingest: say what would be done, and do nothing. */
  dryRun: boolean;
  format: Format;
  /** Absolute path of a file of players' tags to measure with. Default: none. */
  judgements?: string;
  /** Absolute path of a file of what players played to measure with. Default: none. */
  plays?: string;
  /** Publish although players agree less with it than with the last release. Default: false. */
  force: boolean;
  /** query: the statement. */
  sql?: string;
  /** igdb-stand-in: what goes wrong. Default: nothing. */
  faults?: FaultSwitch[];
  /** igdb-stand-in: decides which requests a fault with a chance strikes. Default: 1. */
  seed?: number;
}

const MAX_PORT = 65_535;

/**
 * @param argv what follows the program's name
 * @param workingDir where relative paths start
 * @throws {@link UsageError}
 */
export function parseArguments(argv: readonly string[], workingDir: string): Arguments {
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
  for (const pair of EXCLUSIVE) {
    if (pair.every((flag) => Object.hasOwn(values, flag))) {
      throw new UsageError(`Choose one of ${pair.map((flag) => `--${flag}`).join(' and ')}.`);
    }
  }
  const { catalog, limit, replay, judgements, plays, fault, seed, 'data-dir': dataDir } = values;
  return {
    command,
    ...(catalog !== undefined && { catalog: pathOf('catalog', catalog, workingDir) }),
    ...(dataDir !== undefined && { dataDir: pathOf('data-dir', dataDir, workingDir) }),
    ...(judgements !== undefined && { judgements: pathOf('judgements', judgements, workingDir) }),
    ...(plays !== undefined && { plays: pathOf('plays', plays, workingDir) }),
    port: values.port === undefined ? DEFAULT_PORT : whole('port', values.port, 0, MAX_PORT),
    // A pipeline is a run from nothing unless it is asked to be incremental; so is the first ingest.
    mode: values.smart === true ? 'smart' : 'full',
    ...(limit !== undefined && { limit: whole('limit', limit, 1, Number.MAX_SAFE_INTEGER) }),
    ...(replay !== undefined && { replay: pathOf('replay', replay, workingDir) }),
    allowDrift: values['allow-drift'] === true,
    dryRun: values['dry-run'] === true,
    format: formatOf(values.format),
    force: values.force === true,
    ...statement(command, positionals),
    ...(fault !== undefined && { faults: faultsOf(fault) }),
    ...(seed !== undefined && { seed: whole('seed', seed, 0, Number.MAX_SAFE_INTEGER) }),
  };
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);

function parse(args: string[]) {
  try {
    return parseArgs({ args: withValues(args.map(unlessComment)), options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // Node's own first sentence, without its hints on how to pass what looks like an option.
    const [sentence = ''] = (error as Error).message.split(/\n|\. To specify/);
    throw new UsageError(`${sentence.replace(/\.$/, '')}; --help lists the options.`, { cause: error });
  }
}

/** A statement that begins with a comment (`-- games by year`) is no option. */
const unlessComment = (argument: string) => (/^--\s/.test(argument) ? `\n${argument}` : argument);

/** A negative number is what an option was given, not an option: what it should have been is for `whole` to say. */
const withValues = (args: string[]): string[] =>
  args.flatMap((argument, index) => {
    if (isFlag(argument) && isNegative(args[index + 1])) return `${argument}=${args[index + 1]}`;
    return isNegative(argument) && isFlag(args[index - 1]) ? [] : argument;
  });

const isFlag = (argument: string | undefined) => /^--[\w-]+$/.test(argument ?? '');
const isNegative = (argument: string | undefined) => /^-\d/.test(argument ?? '');

function pathOf(flag: string, value: string, workingDir: string): string {
  if (value === '') throw new UsageError(`--${flag} needs a path.`);
  return resolve(workingDir, value);
}

function whole(flag: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least || number > most) {
    const range = most === Number.MAX_SAFE_INTEGER ? `${least}` : `${least} to ${most}`;
    throw new UsageError(`--${flag}: expected a whole number from ${range}, found ${JSON.stringify(value)}.`);
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

function faultsOf(switches: readonly string[]): FaultSwitch[] {
  try {
    return parseFaults(switches);
  } catch (error) {
    throw new UsageError(`--fault: ${(error as Error).message}`, { cause: error });
  }
}

function statement(command: CommandName, positionals: string[]): { sql?: string } {
  const [first = ''] = positionals;
  if (command !== 'query') {
    if (positionals.length > 0) {
      throw new UsageError(`${command} does not know what to do with ${JSON.stringify(first)}.`);
    }
    return {};
  }
  if (positionals.length !== 1 || first.trim() === '') {
    throw new UsageError(
      'query takes one SQL statement in quotes, such as "select count(*) as games from games".',
    );
  }
  return { sql: first };
}
