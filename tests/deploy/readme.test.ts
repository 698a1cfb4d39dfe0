/** functions/deploy/README.md: that it is whole, and that what it names is there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { DEPLOY_DIR } from './terraform.ts';

const readme = readFileSync(join(DEPLOY_DIR, 'README.md'), 'utf8');
const WORKFLOW = join(DEPLOY_DIR, '..', '..', '.github', 'workflows', 'deploy.yml');
const read = (...path: string[]) => readFileSync(join(DEPLOY_DIR, ...path), 'utf8');

const alerts = [
  ...[...read('monitoring', 'rules.yaml').matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name),
  ...(parse(read('monitoring', 'log-alerts.yaml')) as { alerts: { name: string }[] }).alerts.map(
    ({ name }) => name,
  ),
];

describe('the runbook', () => {
  it.each(alerts)('says what to do when %s goes off', (name) => {
    const entry = new RegExp(`^### ${name}\n([\\s\\S]*?)(?=\n##)`, 'm').exec(readme)?.[1] ?? '';
    expect(entry.trim().length).toBeGreaterThan(80);
  });

  it('has no entry for an alert that there is not', () => {
    const runbook = readme.slice(readme.indexOf('## Runbook'));
    expect([...runbook.matchAll(/^### (\w+)/gm)].map(([, name]) => name).sort()).toEqual([...alerts].sort());
  });
});

describe('commands', () => {
  /** Indented blocks; a line that ends in a backslash goes on. */
  const commands = readme
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.startsWith('    '))
    .map((line) => line.trim());
  /** Each is run by a test: the first by setup.test.ts, the second by the tests of replay. */
  const RUN = [
    'functions/deploy/setup.sh --project PROJECT --dry-run      # every command that would be run; needs no account',
    'npm run ingest -- --replay raw --data-dir rebuilt',
  ];

  it.each(commands)('%s', (command) => {
    if (!RUN.includes(command)) expect(command).toMatch(/# \[account\]$/);
  });

  it('name options, jobs, variables and workflows that there are', () => {
    const setup = read('setup.sh');
    for (const [, option = ''] of readme.matchAll(/setup\.sh[^\n]*?(--[a-z-]+)/g))
      expect(setup).toContain(`${option})`);
    const variables = read('terraform', 'variables.tf');
    for (const [, name = ''] of readme.matchAll(/--set (\w+)=/g))
      expect(variables).toContain(`variable "${name}"`);
    const schedule = read('terraform', 'schedule.tf');
    for (const [, job = ''] of readme.matchAll(/scheduler jobs (?:run|pause) ([\w-]+)/g)) {
      expect(schedule).toMatch(new RegExp(`^ +${job} += `, 'm'));
    }
    for (const [, workflow = ''] of readme.matchAll(/gh workflow run ([\w.]+)/g))
      expect([workflow, existsSync(join(WORKFLOW, '..', workflow))]).toEqual([workflow, true]);
  });
});

test('files and views that it names are there', () => {
  const paths = [...readme.matchAll(/`(functions\/[\w./-]+|terraform\/[\w.]+|monitoring\/)`/g)].map(
    ([, path = '']) => path,
  );
  expect(paths.length).toBeGreaterThan(3);
  const root = join(DEPLOY_DIR, '..', '..');
  // The lock file is written by the first init with network.
  const missing = paths.filter(
    (path) => !existsSync(join(path.startsWith('functions/') ? root : DEPLOY_DIR, path)),
  );
  expect(missing.filter((path) => !path.endsWith('.terraform.lock.hcl'))).toEqual([]);
  for (const [, view = ''] of readme.matchAll(/igdb_analytics\.(\w+)/g)) {
    expect(existsSync(join(root, 'functions', 'sql', 'views', `${view}.sql`))).toBe(true);
  }
});

test('the deploy workflow reads the variables that Terraform tells', () => {
  const workflow = readFileSync(WORKFLOW, 'utf8');
  const told = [...read('terraform', 'outputs.tf').matchAll(/^ {4}([A-Z_]+) +=/gm)].map(
    ([, name = '']) => name,
  );
  const used = new Set([...workflow.matchAll(/vars\.([A-Z_]+)/g)].map(([, name = '']) => name));
  expect([...used].sort()).toEqual(told.sort());
});
