import { Help } from 'commander';
import { DESCRIPTIONS } from '../stand-in/faults/faults.ts';
import { MEANINGS } from './exit-code.ts';
import { COMMAND_NAMES, COMMANDS, createProgram, isCommand, OPTIONS } from './options.ts';

const faults = DESCRIPTIONS.map(([label, description]) => `  ${label.padEnd(18)}${description}\n`).join('');
const exitCodes = Object.entries(MEANINGS)
  .map(([code, meaning]) => `  ${code.padEnd(10)}${meaning}\n`)
  .join('');

const ENDINGS = `
Options come after a lone --, as in npm start -- --port 8080

Ctrl-C (or SIGTERM) stops an ingest at the end of a page: what has come is stored, and the next run goes on from there.
A second one, and one during anything else, ends the command at once; what was half done is done again by the next run.

Exit codes:
${exitCodes}`;
const FAULTS = `
Faults:
${faults.trimEnd()}`;

/** How npm calls the command. */
const npmOf = (command: string) => (command === 'start' ? 'npm start' : `npm run ${command}`);
const statementOf = (command: string) => (command === 'query' ? ' "select …"' : '');

const LAYOUT: Partial<Help> = {
  helpWidth: 120,
  commandUsage: (command) => `${npmOf(command.name())} -- [options]${statementOf(command.name())}`,
};

/** Of all commands at once: an option says which of them take it. */
const OVERVIEW: Partial<Help> = {
  ...LAYOUT,
  commandUsage: () => 'npm run <command> -- [options]',
  subcommandTerm: (command) => `${npmOf(command.name())}${statementOf(command.name())}`,
  visibleOptions: () => Object.values(OPTIONS),
  optionDescription(option) {
    const takers = COMMAND_NAMES.filter((command) =>
      COMMANDS[command].options.some((taken) => OPTIONS[taken].long === option.long),
    );
    const description = new Help().optionDescription(option);
    return takers.length === COMMAND_NAMES.length ? description : `${takers.join(', ')}: ${description}`;
  },
};

/** Whether help is asked for, with whatever else. */
export const asksForHelp = (argv: readonly string[]): boolean =>
  argv[0] === 'help' || argv.includes('--help') || argv.includes('-h');

/** Help on the command that is named, or on all. */
export function helpText(argv: readonly string[]): string {
  const program = createProgram(() => undefined);
  let text = '';
  program.configureOutput({ writeOut: (part) => (text += part) }).addHelpText('afterAll', ENDINGS);
  for (const command of program.commands) command.configureHelp(LAYOUT);
  program.configureHelp(OVERVIEW).addHelpText('after', FAULTS);
  const name = argv.find(isCommand);
  const command = program.commands.find((known) => known.name() === name) ?? program;
  if (name === 'igdb-stand-in') command.addHelpText('after', FAULTS);
  command.outputHelp();
  return text;
}
