import { parseArguments } from '@playkin/functions/src/cli/arguments.ts';
import { nameOf, type Origin, originOf, overridden } from '@playkin/functions/src/cli/source/origin.ts';
import { parseConfig } from '@playkin/functions/src/config.ts';
import { expect, test } from 'vitest';

const WITHOUT = {};
const WITH = { IGDB_CLIENT_ID: 'id', IGDB_CLIENT_SECRET: 'secret' };
const IGDB: Origin = { kind: 'igdb' };
const BUNDLED: Origin = { kind: 'bundled' };
const ARCHIVE: Origin = { kind: 'archive', path: '/a' };
const file = (path: string): Origin => ({ kind: 'file', path });

const origin = (argv: string[], env: Record<string, string>, before: Origin | undefined) =>
  originOf(parseArguments(['pipeline', ...argv], '/'), parseConfig(env), before);

test.each([
  { argv: [], env: WITHOUT, before: undefined, expected: BUNDLED },
  { argv: [], env: WITHOUT, before: file('/a'), expected: file('/a') },
  { argv: [], env: WITH, before: undefined, expected: IGDB },
  { argv: [], env: WITH, before: IGDB, expected: IGDB },
  { argv: [], env: WITH, before: file('/a'), expected: IGDB },
  { argv: [], env: WITH, before: ARCHIVE, expected: IGDB },
  { argv: ['--catalog', 'b'], env: WITHOUT, before: ARCHIVE, expected: file('/b') },
  { argv: ['--catalog', 'b'], env: WITHOUT, before: undefined, expected: file('/b') },
  { argv: ['--catalog', 'b'], env: WITHOUT, before: file('/a'), expected: file('/b') },
  { argv: ['--catalog', 'b'], env: WITH, before: undefined, expected: file('/b') },
])('$argv with $env over $before is $expected', ({ argv, env, before, expected }) => {
  expect(origin(argv, env, before)).toEqual(expected);
});

test('no catalogue replaces what came from IGDB itself', () => {
  expect(() => origin(['--catalog', 'b'], WITH, IGDB)).toThrow('choose another --data-dir');
  expect(() => origin([], WITHOUT, IGDB)).toThrow('set IGDB_CLIENT_ID and IGDB_CLIENT_SECRET');
});

const at = (baseUrl: string): Origin => ({ kind: 'igdb', baseUrl });
const withServer = (baseUrl: string) => ({ ...WITH, IGDB_BASE_URL: baseUrl });

test('what came from a stand-in and what came from IGDB are not mixed', () => {
  const standIn = withServer('http://127.0.0.1:4010/v4');
  expect(() => origin([], standIn, IGDB)).toThrow(
    'holds games from IGDB, which those of 127.0.0.1:4010 may not be mixed with',
  );
  expect(() => origin([], WITH, at('http://127.0.0.1:4010/v4'))).toThrow(
    'holds games from 127.0.0.1:4010, which',
  );
  expect(origin([], standIn, at('http://127.0.0.1:4011/v4'))).toEqual(at('http://127.0.0.1:4010/v4'));
  expect(origin([], withServer('https://api.igdb.com/v4'), IGDB)).toMatchObject({ kind: 'igdb' });
});

test('a server is called by its host, unless it is IGDB', () => {
  expect([IGDB, at('https://api.igdb.com/v4'), at('https://proxy.example/v4')].map(nameOf)).toEqual([
    'IGDB',
    'IGDB',
    'proxy.example',
  ]);
});

test('credentials beside a catalogue are said to be of no use', () => {
  const note = (argv: string[], env: Record<string, string>) =>
    overridden(parseArguments(['ingest', ...argv], '/'), parseConfig(env));
  expect(note(['--catalog', 'b'], WITH)).toContain('/b is asked, not IGDB.');
  expect([note(['--catalog', 'b'], WITHOUT), note([], WITH)]).toEqual([undefined, undefined]);
});

test('what came from an archive knows of nothing newer by itself', () => {
  expect(() => origin([], WITHOUT, ARCHIVE)).toThrow(
    'filled from the archive /a, which knows of nothing newer',
  );
});
