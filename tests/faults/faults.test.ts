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

describe.concurrent('a crawl ends in the same table', () => {
  test.each(names.filter((name) => CASES[name].passing !== undefined))('when %s passes', async (name) => {
    const { passing } = await outcome(name);
    expect(passing?.error).toBeUndefined();
    expect(passing?.struck).toBeGreaterThan(0);
    expect(passing?.digest).toBe(await undisturbed);
  });

  test.each(names)('when %s has ended a run, by going on after it', async (name) => {
    const { lasting } = await outcome(name);
    expect(lasting.struck).toBeGreaterThan(0);
    expect(lasting.run).toMatchObject({ status: 'failed' });
    expect(lasting.digest).toBe(await undisturbed);
  });
});

test('the operator sees what is written in messages.md', async () => {
  const sections = await Promise.all(names.map(async (name) => section(name, await outcome(name))));
  const text = ['# What the operator sees of each fault\n', ...sections].join('\n');
  for (const credential of Object.values(CREDENTIALS)) expect(text).not.toContain(credential);
  await expect(text).toMatchFileSnapshot(join(import.meta.dirname, 'messages.md'));
});

function section(name: FaultName, { passing, lasting }: Outcome): string {
  const onTheWay = passing?.notice === undefined ? [] : ['On the way:', indented(passing.notice)];
  const parts = [
    `## ${name}: ${FAULTS[name].description}`,
    ...onTheWay,
    'At the end:',
    indented(lasting.error),
  ];
  return `${parts.join('\n\n')}\n`;
}

const indented = (text = '(nothing)') => `    ${text}`;
