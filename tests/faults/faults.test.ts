import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type FaultName, FAULTS } from '@playkin/functions/src/stand-in/faults/faults.ts';
import { CASES } from './cases.ts';
import { CREDENTIALS } from './crawling.ts';
import { type Outcome, outcomeOf, undisturbedDigest } from './outcome.ts';

const names = Object.keys(FAULTS) as FaultName[];
const outcomes = new Map<FaultName, Promise<Outcome>>();
/** Each fault is gone through once, however many tests look at what came of it. */
function outcome(name: FaultName): Promise<Outcome> {
  const known = outcomes.get(name) ?? outcomeOf(CASES[name]);
  outcomes.set(name, known);
  return known;
}
const undisturbed = undisturbedDigest();

describe.concurrent('a crawl', () => {
  test.each(names)('is ended by %s that lasts', async (name) => {
    const { lasting } = await outcome(name);
    expect(lasting.struck).toBeGreaterThan(0);
    expect(lasting.run).toMatchObject({ status: 'failed' });
  });

  test.each(names)('goes on after %s, and through it where it passes, to the same table', async (name) => {
    const { passing, digest } = await outcome(name);
    expect(passing.struck > 0).toBe(CASES[name].passing.length > 0);
    expect(passing.error).toBeUndefined();
    expect(digest).toBe(await undisturbed);
  });
});

test('the operator sees what is written in messages.md', async () => {
  const sections = await Promise.all(names.map(async (name) => section(name, await outcome(name))));
  const text = ['# What the operator sees of each fault\n', ...sections].join('\n');
  for (const credential of Object.values(CREDENTIALS)) expect(text).not.toContain(credential);
  await expect(text).toMatchFileSnapshot(join(import.meta.dirname, 'messages.md'));
});

function section(name: FaultName, { passing, lasting }: Outcome): string {
  const parts = [
    `## ${name}: ${FAULTS[name].description}`,
    ...(passing.notice === undefined ? [] : ['When it passes:', indented(passing.notice)]),
    'When it lasts:',
    indented(lasting.error),
  ];
  return `${parts.join('\n\n')}\n`;
}

const indented = (text = '(nothing)') => `    ${text}`;
