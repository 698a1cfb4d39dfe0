import { parseArguments } from '@playkin/functions/src/cli/arguments.ts';
import { asksForHelp, helpText } from '@playkin/functions/src/cli/help.ts';
import { COMMAND_NAMES, COMMANDS, OPTIONS } from '@playkin/functions/src/cli/options.ts';
import { UsageError } from '@playkin/functions/src/cli/errors.ts';
import { expect, test } from 'vitest';

const parse = (...argv: string[]) => parseArguments(argv, '/home/ada');

test.each([
  [['start'], { command: 'start', port: 5000, mode: 'full', format: 'table' }],
  [['start', '--port', '0'], { port: 0 }],
  [['serve', '--port=65535'], { port: 65_535 }],
  [['pipeline', '--catalog', 'games.jsonl'], { catalog: '/home/ada/games.jsonl' }],
  [['pipeline', '--catalog', '../x.jsonl.gz'], { catalog: '/home/x.jsonl.gz' }],
  [['pipeline', '--data-dir', '/srv/data/'], { dataDir: '/srv/data' }],
  [['ingest', '--smart', '--limit', '100'], { mode: 'smart', limit: 100 }],
  [['ingest', '--full'], { mode: 'full' }],
  [
    ['igdb-stand-in', '--fault', 'cut-body:7', '--fault', 'hang:0.05', '--seed', '3'],
    {
      faults: [
        { name: 'cut-body', when: { from: 7, to: 7 }, ms: 0 },
        { name: 'hang', when: { chance: 0.05 }, ms: 0 },
      ],
      seed: 3,
    },
  ],
  [['ingest', '--replay', 'raw/games'], { replay: '/home/ada/raw/games' }],
  [['ingest', '--full'], { mode: 'full', dryRun: false, allowDrift: false }],
  [['ingest', '--dry-run', '--smart'], { mode: 'smart', dryRun: true }],
  [['pipeline', '--allow-drift'], { allowDrift: true }],
  [['query', 'select 1', '--format', 'csv'], { sql: 'select 1', format: 'csv' }],
  [['query', '-- games by year\nselect 1'], { sql: '\n-- games by year\nselect 1' }],
])('%j is understood', (argv, expected) => {
  expect(parse(...argv)).toMatchObject(expected);
});

test('what is not named is not there', () => {
  expect(Object.keys(parse('start')).sort()).toEqual([
    'allowDrift',
    'command',
    'dryRun',
    'force',
    'format',
    'mode',
    'port',
  ]);
});

test.each([
  [[], 'Expected a command (start, pipeline, ingest'],
  [['toString'], 'found "toString"'],
  [['start', '--port', 'http'], '--port: expected a whole number from 0 to 65535, found "http".'],
  [['start', '--port', '65536'], 'found "65536"'],
  [['start', '--port', '1e3'], 'found "1e3"'],
  [['start', '--port='], 'found ""'],
  [['start', '--port'], "Option '--port <N>' argument missing; --help lists the options."],
  [['start', '--port', '-1'], '--port: expected a whole number from 0 to 65535, found "-1".'],
  [['ingest', '--limit', '-5'], '--limit: expected a whole number from 1, found "-5".'],
  [['start', '--port', '--limit'], '--port: expected a whole number from 0 to 65535, found "--limit".'],
  [['ingest', '--catalog', '--smart'], '--catalog needs a path, found "--smart".'],
  [['start', '--prot', '1'], "Unknown option '--prot'; --help lists the options. Perhaps --port was meant."],
  [['start', '--verbose'], "Unknown option '--verbose'; --help lists the options."],
  [['start', '--limit', '3'], 'start takes no --limit; it takes --catalog, --data-dir, --port.'],
  [['start', '8080'], 'start does not know what to do with "8080".'],
  [['pipeline', '--catalog='], '--catalog needs a path.'],
  [['pipeline', '--data-dir='], '--data-dir needs a path.'],
  [['ingest', '--full', '--smart'], 'Choose one of --full and --smart.'],
  [['ingest', '--replay', 'raw', '--catalog', 'x'], 'Choose one of --replay and --catalog.'],
  [['ingest', '--replay', 'raw', '--smart'], 'Choose one of --replay and --smart.'],
  [['ingest', '--replay='], '--replay needs a path.'],
  [['pipeline', '--replay', 'raw'], 'pipeline takes no --replay'],
  [['pipeline', '--dry-run'], 'pipeline takes no --dry-run; it takes'],
  [['ingest', '--limit', '0'], '--limit: expected a whole number from 1'],
  [['igdb-stand-in', '--fault', 'rain'], '--fault: expected NAME[=MS][:WHEN]'],
  [['igdb-stand-in', '--seed', 'x'], '--seed: expected a whole number from 0'],
  [['ingest', '--fault', 'hang'], 'ingest takes no --fault'],
  [['query'], 'query takes one SQL statement in quotes'],
  [['query', ' '], 'query takes one SQL statement in quotes'],
  [['query', 'select', '1'], 'query takes one SQL statement in quotes'],
  [['query', 'select 1', '--format', 'xml'], '--format: expected table, csv, json, found "xml".'],
])('%j is refused in one line', (argv, message) => {
  const refused = () => parse(...argv);
  expect(refused).toThrow(UsageError);
  expect(refused).toThrow(message);
  expect(refused).toThrow(/^[^\n]+\.$/);
});

test('help is given wherever it is asked for, and knows every command and option', () => {
  expect([['--help'], ['start', '-h'], ['help']].map(asksForHelp)).toEqual([true, true, true]);
  expect(asksForHelp(['query', 'select help'])).toBe(false);
  const all = helpText(['--help']);
  for (const name of [...COMMAND_NAMES, ...Object.keys(OPTIONS)]) expect(all).toContain(name);
});

test.each(COMMAND_NAMES)('help on %s lists the options that it takes and no others', (name) => {
  const help = helpText([name, '--help']);
  expect(help).toContain(name === 'start' ? 'npm start -- ' : `npm run ${name} -- `);
  const listed = [...help.matchAll(/^ {2}(?:-h, )?--([\w-]+)/gm)].map(([, option]) => option);
  expect(listed.sort()).toEqual([...COMMANDS[name].options, 'help'].sort());
});

test('help tells how a command ends, and of defaults', () => {
  for (const argv of [['help'], ['start', '--help']]) {
    expect(helpText(argv)).toMatch(/--port <N>.*\(default: 5000\)/);
    expect(helpText(argv)).toMatch(/^ {2}2 +what was typed or set makes no sense$/m);
  }
});
