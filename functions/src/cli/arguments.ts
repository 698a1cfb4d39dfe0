import { resolve } from 'node:path';
import { CommanderError } from 'commander';
import type { FaultSwitch } from '../stand-in/faults/parse-faults.ts';
import { UsageError } from './errors.ts';
import {
  COMMAND_NAMES,
  type CommandName,
  COMMANDS,
  createProgram,
  DEFAULT_PORT,
  isCommand,
  OPTIONS,
  type OptionValues,
} from './options.ts';
import type { Format } from './terminal/format-rows.ts';

export interface Arguments {
  command: CommandName;
  /** Absolute path of a .jsonl or .jsonl.gz file of IGDB records. Default: see options.ts. */
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
  /** Absolute path of a file of players' tags to measure with, or to learn from. Default: none. */
  judgements?: string;
  /** Absolute path of a file of what players played to measure with. Default: none. */
  plays?: string;
  /** train: absolute path of a file of players' tags of games that are not learned from. Default: none. */
  without?: string;
  /** Publish although players agree less with it than with the last release. Default: false. */
  force: boolean;
  /** status: the address of a site. Default: the data folder is looked at. */
  url?: string;
  /** query: the statement. */
  sql?: string;
  /** igdb-stand-in: what goes wrong. Default: nothing. */
  faults?: FaultSwitch[];
  /** igdb-stand-in: decides which requests a fault with a chance strikes. Default: 1. */
  seed?: number;
}

/**
 * @param argv what follows the program's name
 * @param workingDir where relative paths start
 * @throws {@link UsageError}
 */
export function parseArguments(argv: readonly string[], workingDir: string): Arguments {
  const [command = ''] = argv;
  if (!isCommand(command)) {
    throw new UsageError(
      `Expected a command (${COMMAND_NAMES.join(', ')}), found ${JSON.stringify(command)}.`,
    );
  }
  const { values, positionals } = read(command, argv);
  const { smart, full, fault, ...others } = values;
  const paths = Object.fromEntries(
    PATHS.flatMap((name) => (others[name] === undefined ? [] : [[name, resolve(workingDir, others[name])]])),
  );
  return {
    ...DEFAULTS,
    command,
    ...others,
    ...paths,
    // A pipeline is a run from nothing unless it is asked to be incremental; so is the first ingest.
    mode: full === true || smart !== true ? 'full' : 'smart',
    ...(fault !== undefined && { faults: fault }),
    ...statement(command, positionals),
  };
}

const DEFAULTS = {
  port: DEFAULT_PORT,
  allowDrift: false,
  dryRun: false,
  format: 'table',
  force: false,
} as const;
const PATHS = ['catalog', 'dataDir', 'replay', 'judgements', 'plays', 'without'] as const;

interface Read {
  values: OptionValues;
  positionals: readonly string[];
}

function read(command: CommandName, argv: readonly string[]): Read {
  let found: Read = { values: {}, positionals: [] };
  const program = createProgram((_name, values, positionals) => {
    found = { values, positionals };
  });
  try {
    program.parse(argv.map(unlessComment), { from: 'user' });
  } catch (error) {
    throw error instanceof CommanderError ? usageError(command, error) : error;
  }
  return found;
}

/** A statement that begins with a comment (`-- games by year`) is no option. */
const unlessComment = (argument: string) => (/^--\s/.test(argument) ? `\n${argument}` : argument);

/** What commander found, in sentences that say what to do. */
function usageError(command: CommandName, error: CommanderError): UsageError {
  const [first = '', hint = ''] = error.message.replace(/^error: /, '').split('\n');
  const [flag = '', other = ''] = first.match(/--[\w-]+/g) ?? [];
  if (error.code === 'commander.conflictingOption') {
    return new UsageError(`Choose one of ${flag} and ${other}.`, { cause: error });
  }
  if (error.code === 'commander.unknownOption' && Object.hasOwn(OPTIONS, flag.slice('--'.length))) {
    const taken = COMMANDS[command].options.map((name) => `--${name}`).join(', ');
    return new UsageError(`${command} takes no ${flag}; it takes ${taken}.`, { cause: error });
  }
  const [, meant] = /Did you mean (\S+)\?/.exec(hint) ?? [];
  const sentence = first.charAt(0).toUpperCase() + first.slice(1);
  const perhaps = meant === undefined ? '' : ` Perhaps ${meant} was meant.`;
  return new UsageError(`${sentence}; --help lists the options.${perhaps}`, { cause: error });
}

function statement(command: CommandName, positionals: readonly string[]): { sql?: string } {
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
