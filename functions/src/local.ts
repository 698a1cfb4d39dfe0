/**
 * The root for a laptop: DuckDB and a folder stand in for BigQuery and Cloud Storage, a loopback server for IGDB. Each
 * command of package.json ends up here.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import fetch from 'node-fetch';
import { openDuckDb } from './adapters/duckdb/warehouse.ts';
import { folderStorage } from './adapters/folder.ts';
import { parseArguments } from './cli/arguments.ts';
import { evaluateCommand } from './cli/commands/evaluate.ts';
import { statusCommand } from './cli/commands/status.ts';
import { igdbStandInCommand } from './cli/commands/igdb-stand-in.ts';
import { pipelineCommand } from './cli/commands/pipeline.ts';
import { queryCommand } from './cli/commands/query.ts';
import { serveCommand } from './cli/commands/serve.ts';
import { ingestCommand } from './cli/commands/ingest.ts';
import { stageCommand } from './cli/commands/stages.ts';
import { startCommand } from './cli/commands/start.ts';
import { trainCommand } from './cli/commands/train.ts';
import type { Command, Context } from './cli/context.ts';
import { endOnSignals, endWithReaders } from './cli/terminal/endings.ts';
import { exitCode } from './cli/exit-code.ts';
import { explain } from './cli/explain.ts';
import { asksForHelp, helpText } from './cli/help.ts';
import { type CommandName, OPTIONS } from './cli/options.ts';
import { logReporter } from './cli/terminal/log-reporter.ts';
import { type Every, progressLine } from './cli/terminal/progress-line.ts';
import { runPublish, runSimilarity } from './cli/commands/stages.ts';
import { UsageError } from './cli/errors.ts';
import { type Config, optionsKeptByNpm, parseConfig } from './config.ts';
import { newRunId } from './runs/run-stage.ts';

const COMMANDS: Record<CommandName, Command> = {
  start: startCommand,
  pipeline: pipelineCommand,
  ingest: ingestCommand,
  similarity: stageCommand(runSimilarity),
  evaluate: evaluateCommand,
  train: trainCommand,
  publish: stageCommand(runPublish),
  serve: serveCommand,
  query: queryCommand,
  status: statusCommand,
  'igdb-stand-in': igdbStandInCommand,
};

const clock = Date.now;
const print = (text: string) => void process.stdout.write(text);
const every: Every = (ms, call) => {
  const timer = setInterval(call, ms);
  return () => {
    clearInterval(timer);
  };
};
const { stderr } = process;
const progress = stderr.isTTY ? progressLine(stderr, clock, every) : logReporter(stderr, clock);
const stoppable = endOnSignals(process, progress, clock);

const contextOf = (config: Config): Context => ({
  config,
  clock,
  sleep: (ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal }),
  fetch,
  random: Math.random,
  newRunId: () => newRunId(clock),
  progress,
  stoppable,
  print,
  printAll: (pieces) => pipeline(Readable.from(pieces), process.stdout, { end: false }),
  openStorage: folderStorage,
  openWarehouse: (path, storage, options) => openDuckDb({ path, storage, ...options }),
});

/** What failed. Trouble of standard output comes twice: from the stream, and from the command that wrote to it. */
let failed: unknown;

function fail(error: unknown): void {
  if (error === failed) return;
  failed = error;
  progress.say(explain(error));
  process.exitCode = exitCode(error);
}

async function run(argv: string[]): Promise<void> {
  const kept = optionsKeptByNpm(process.env, Object.keys(OPTIONS));
  if (kept.length > 0) {
    throw new UsageError(
      `npm took --${kept.join(', --')} for its own: options come after a lone --, as in npm start -- --port 8080.`,
    );
  }
  const config = parseConfig(process.env);
  const args = parseArguments(argv, config.npmStartedIn ?? process.cwd());
  try {
    await COMMANDS[args.command](args, contextOf(config));
  } catch (error) {
    if (config.debug && error instanceof Error) progress.say(error.stack ?? '');
    throw error;
  }
}

endWithReaders(process, fail);
const argv = process.argv.slice(2);
if (asksForHelp(argv)) print(helpText(argv));
else await run(argv).catch(fail);
