import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { helpText } from '@playkin/functions/src/cli/help.ts';
import { DESCRIPTIONS } from '@playkin/functions/src/stand-in/faults/faults.ts';

const README = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');

test.each(DESCRIPTIONS)('%s is in --help and in the README', (label, description) => {
  for (const argv of [['--help'], ['igdb-stand-in', '--help']]) {
    const lines = helpText(argv).split('\n');
    expect(lines.map((line) => line.trim().replace(/ +/g, ' '))).toContain(`${label} ${description}`);
  }
  expect(README).toContain(`| \`${label}\` | ${description} |\n`);
});
