import { Command, Option } from 'commander';
import { type FaultSwitch, parseFaults } from '../stand-in/faults/parse-faults.ts';
import { UsageError } from './errors.ts';
import { type Format, FORMATS } from './terminal/format-rows.ts';

export const DEFAULT_PORT = 5000;
const MAX_PORT = 65_535;

const option = (flags: string, description: string) => new Option(flags, description);

/** The options by name; what `Option` calls arguments are their values. */
export const OPTIONS = {
  catalog: option(
    '--catalog <FILE>',
    ".jsonl or .jsonl.gz with a game record of IGDB's API v4 on each line (default: what the data folder was made from, else " +
      'the bundled catalogue, or IGDB itself where IGDB_CLIENT_ID and IGDB_CLIENT_SECRET are set)',
  ).argParser(path('catalog')),
  'data-dir': option(
    '--data-dir <DIR>',
    'the data folder (default: a folder below .data, named after the catalogue)',
  ).argParser(path('data-dir')),
  port: option('--port <N>', '0 for any free one')
    .argParser(whole('port', 0, MAX_PORT))
    .default(DEFAULT_PORT),
  smart: option('--smart', 'only what changed since the last run'),
  full: option('--full', 'every game (default)').conflicts('smart'),
  limit: option('--limit <N>', 'at most N games, then go on after them in the next run').argParser(
    whole('limit', 1),
  ),
  replay: option(
    '--replay <DIR>',
    'from the raw pages that earlier runs have kept, in place of IGDB: DIR/bucket/raw/games of a data folder or a copy of a ' +
      "bucket's raw/games, or one date=… or run=… of it",
  )
    .argParser(path('replay'))
    .conflicts(['catalog', 'full', 'smart', 'limit']),
  'allow-drift': option(
    '--allow-drift',
    'take what IGDB sends although fields it used to fill have become empty, or many games are gone',
  ),
  'dry-run': option(
    '--dry-run',
    'say which games would be fetched and how long that takes, and do nothing',
  ).conflicts('replay'),
  judgements: option(
    '--judgements <FILE>',
    '.jsonl or .jsonl.gz with the tags that players gave a game on each line',
  ).argParser(path('judgements')),
  plays: option(
    '--plays <FILE>',
    '.csv or .csv.gz with a user and the id of a game they played on each line',
  ).argParser(path('plays')),
  without: option(
    '--without <FILE>',
    'games that are not learned from, so that they can be measured with: lines as in --judgements',
  ).argParser(path('without')),
  force: option('--force', 'although players agree less with the lists than with the last release'),
  url: option(
    '--url <ADDRESS>',
    'the address of a site, such as https://example.web.app, in place of a data folder',
  )
    .argParser(siteAddress)
    .conflicts(['catalog', 'dataDir']),
  format: option('--format <F>', FORMATS.join(', ')).argParser(format).default('table'),
  fault: option(
    '--fault <F>',
    'NAME[:WHEN], what goes wrong (may be given several times) and when: at a request (cut-body:7), at several ' +
      '(too-many-requests:5-9, blocked:5-), or by chance (hang:0.05); default: at every request. Requests for tokens are ' +
      'counted apart from the others.',
  ).argParser(fault),
  seed: option(
    '--seed <N>',
    'other requests for faults by chance; the same N, the same requests (default: 1)',
  ).argParser(whole('seed', 0)),
} as const;
export type OptionName = keyof typeof OPTIONS;

/** What commander makes of the options of a command. */
export interface OptionValues {
  catalog?: string;
  dataDir?: string;
  port?: number;
  smart?: true;
  full?: true;
  limit?: number;
  replay?: string;
  allowDrift?: true;
  dryRun?: true;
  judgements?: string;
  plays?: string;
  without?: string;
  force?: true;
  url?: string;
  format?: Format;
  fault?: FaultSwitch[];
  seed?: number;
}

interface CommandSpec {
  description: string;
  options: readonly OptionName[];
}

const specs = <Name extends string>(commands: Record<Name, CommandSpec>) => commands;

/** The commands and the options that each takes. */
export const COMMANDS = specs({
  start: {
    description: 'everything from nothing: the data, the site and its API',
    options: ['catalog', 'data-dir', 'port'],
  },
  pipeline: {
    description: 'ingest, similarity and publish, once; ends with a line of JSON',
    options: ['catalog', 'data-dir', 'full', 'smart', 'limit', 'allow-drift', 'judgements', 'force'],
  },
  ingest: {
    description: 'fetches games into the warehouse',
    options: ['catalog', 'data-dir', 'full', 'smart', 'limit', 'allow-drift', 'dry-run', 'replay'],
  },
  similarity: {
    description: 'builds the tables of the warehouse from them',
    options: ['catalog', 'data-dir'],
  },
  evaluate: {
    description: 'measures how good the lists are; ends with a line of JSON',
    options: ['catalog', 'data-dir', 'judgements', 'plays'],
  },
  train: {
    description: 'learns which words and tags speak for which concept, from games that players have tagged',
    options: ['catalog', 'data-dir', 'judgements', 'without'],
  },
  publish: {
    description: 'writes the release that the site reads',
    options: ['catalog', 'data-dir', 'force'],
  },
  serve: {
    description: 'site and API over what is published already',
    options: ['catalog', 'data-dir', 'port'],
  },
  query: {
    description: 'SQL on the warehouse, read only',
    options: ['catalog', 'data-dir', 'format'],
  },
  status: {
    description: 'one screen: the last night by stage, what is published, and what to do',
    options: ['catalog', 'data-dir', 'url'],
  },
  'igdb-stand-in': {
    description: "a server that speaks IGDB's API over a catalogue",
    options: ['catalog', 'port', 'fault', 'seed'],
  },
});
export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

export const isCommand = (name: string | undefined): name is CommandName =>
  name !== undefined && Object.hasOwn(COMMANDS, name);

/** All commands, each calling `run` with what was typed; errors are thrown, and nothing is printed. */
export function createProgram(
  run: (name: CommandName, values: OptionValues, positionals: readonly string[]) => void,
): Command {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  for (const name of COMMAND_NAMES) {
    const { description, options } = COMMANDS[name];
    const command = program.command(name).description(description);
    for (const option of options) command.addOption(OPTIONS[option]);
    command.action(() => {
      run(name, command.opts<OptionValues>(), command.args);
    });
  }
  return program;
}

function path(name: string) {
  return (value: string): string => {
    if (value === '') throw new UsageError(`--${name} needs a path.`);
    // Another option, where a path was forgotten.
    if (value.startsWith('--')) {
      throw new UsageError(`--${name} needs a path, found ${JSON.stringify(value)}.`);
    }
    return value;
  };
}

function whole(name: string, least: number, most = Number.MAX_SAFE_INTEGER) {
  return (value: string): number => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < least || number > most) {
      const range = most === Number.MAX_SAFE_INTEGER ? `${least}` : `${least} to ${most}`;
      throw new UsageError(
        `--${name}: expected a whole number from ${range}, found ${JSON.stringify(value)}.`,
      );
    }
    return number;
  };
}

function siteAddress(value: string): string {
  const protocol = URL.parse(value)?.protocol;
  if (protocol === 'https:' || protocol === 'http:') return value;
  throw new UsageError(
    `--url: expected an address such as https://example.web.app, found ${JSON.stringify(value)}.`,
  );
}

function format(value: string): Format {
  const found = FORMATS.find((known) => known === value);
  if (found !== undefined) return found;
  throw new UsageError(`--format: expected ${FORMATS.join(', ')}, found ${JSON.stringify(value)}.`);
}

function fault(value: string, before: FaultSwitch[] = []): FaultSwitch[] {
  try {
    return [...before, ...parseFaults([value])];
  } catch (error) {
    throw new UsageError(`--fault: ${(error as Error).message}`, { cause: error });
  }
}
