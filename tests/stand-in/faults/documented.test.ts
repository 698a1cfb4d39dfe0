import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HELP } from '@playkin/functions/src/cli/help.ts';
import { DESCRIPTIONS } from '@playkin/functions/src/stand-in/faults/faults.ts';

const README = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');

test.each(DESCRIPTIONS)('%s is in --help and in the README', (label, description) => {
  expect(HELP.split('\n').map((line) => line.trim().replace(/ +/g, ' '))).toContain(
    `${label} ${description}`,
  );
  expect(README).toContain(`| \`${label}\` | ${description} |\n`);
});
