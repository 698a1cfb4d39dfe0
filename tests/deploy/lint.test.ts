/** What the field’s own checkers say of workflows, scripts, Dockerfile and history. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '@playkin/functions/src/repository.ts';
import { expect, test } from 'vitest';
import { fetchTool } from './fetched-tools.ts';
import { findTool } from './tools.ts';

const WORKFLOWS = globSync('.github/workflows/*.yml', { cwd: REPOSITORY });
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: REPOSITORY,
  encoding: 'utf8',
}).split('\n');
const SCRIPTS = [...tracked.filter((path) => path.endsWith('.sh')), '.ci/run'];

/** Each with what it is to look at. */
const CHECKERS = [
  { name: 'actionlint', path: fetchTool('actionlint', 'actionlint'), args: WORKFLOWS },
  // Offline it asks nobody whether the commits are those of their tags.
  {
    name: 'zizmor',
    path: fetchTool('zizmor', 'zizmor'),
    args: ['--offline', '--no-progress', '.github'],
  },
  { name: 'hadolint', path: fetchTool('hadolint', 'hadolint'), args: ['Dockerfile'] },
  {
    name: 'gitleaks',
    path: fetchTool('gitleaks', 'gitleaks'),
    args: ['git', '--no-banner', '--redact', '.'],
  },
  { name: 'shellcheck', path: findTool('shellcheck', 'shellcheck'), args: SCRIPTS },
];

test.each(CHECKERS)('$name finds nothing', ({ path, args }) => {
  if (path === undefined) return;
  const { status, stdout, stderr } = spawnSync(path, args, { cwd: REPOSITORY, encoding: 'utf8' });
  expect([status, status === 0 ? '' : stdout + stderr]).toEqual([0, '']);
});

test('every outside action is pinned to a commit, with its tag beside it', () => {
  const uses = WORKFLOWS.flatMap((file) =>
    [...readFileSync(join(REPOSITORY, file), 'utf8').matchAll(/uses: (?!\.\/)(.*)/g)].map(
      ([, action]) => action,
    ),
  );
  expect(uses.length).toBeGreaterThan(5);
  for (const action of uses) expect(action).toMatch(/^[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+(\.\d+){0,2}$/);
});

test('no job has more rights than it names, and none keeps the credentials of its checkout', () => {
  for (const file of WORKFLOWS) {
    const text = readFileSync(join(REPOSITORY, file), 'utf8');
    expect([file, text.includes('\npermissions: {}\n')]).toEqual([file, true]);
    const count = (pattern: RegExp) => [...text.matchAll(pattern)].length;
    expect([file, count(/persist-credentials: false/g)]).toEqual([file, count(/actions\/checkout@/g)]);
    expect([
      file,
      text.match(/[\w-]+: write$/gm)?.filter((right) => right !== 'id-token: write') ?? [],
    ]).toEqual([file, []]);
  }
});

test('what SECURITY.md names as shown by a test is there', () => {
  const named = [...readFileSync(join(REPOSITORY, 'SECURITY.md'), 'utf8').matchAll(/`(tests\/[^`]+)`/g)];
  expect(named.length).toBeGreaterThan(20);
  for (const [, path = ''] of named) expect([path, existsSync(join(REPOSITORY, path))]).toEqual([path, true]);
});
