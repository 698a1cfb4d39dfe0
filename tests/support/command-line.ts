import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';

const LOCAL = join(import.meta.dirname, '..', '..', 'functions', 'src', 'local.ts');

export interface Ended {
  /** Null where a signal ended it. */
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  process: ChildProcess;
  /** The first match on standard output or error. Rejects when the command ends without one. */
  seen(pattern: RegExp): Promise<string>;
  ended: Promise<Ended>;
}

export interface RunOptions {
  /** Besides PATH and HOME, the only variables that the command gets. */
  env?: Record<string, string>;
  cwd?: string;
  /** A file to send standard output to. */
  stdoutFile?: string;
}

/** Starts the command line the way npm's scripts do. */
export function start(argv: string[], { env = {}, cwd, stdoutFile }: RunOptions = {}): Running {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [LOCAL, ...argv], {
    env: { PATH, HOME, ...env },
    cwd,
    stdio: ['ignore', stdoutFile === undefined ? 'pipe' : openSync(stdoutFile, 'w'), 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  const lookers = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      written[name] += chunk;
      for (const look of lookers) look();
    });
  }
  const ended = once(child, 'close').then(([status, signal]) => ({
    status: status as number | null,
    signal: signal as NodeJS.Signals | null,
    ...written,
  }));
  const seen = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const [found] = pattern.exec(written.stdout) ?? pattern.exec(written.stderr) ?? [];
        if (found !== undefined) resolve(found);
      };
      lookers.add(look);
      look();
      void ended.then(({ stdout, stderr }) => {
        reject(new Error(`Ended without ${String(pattern)}: ${stdout}${stderr}`));
      });
    });
  return { process: child, seen, ended };
}

export const run = (argv: string[], options?: RunOptions): Promise<Ended> => start(argv, options).ended;
