import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const LOCAL = join(import.meta.dirname, '..', '..', 'functions', 'src', 'local.ts');
const HALT = join(import.meta.dirname, 'halt.ts');

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
  /** Ends the halt that {@link RunOptions.haltAt} asked for. */
  goOn(): void;
}

export interface RunOptions {
  /** Besides PATH, HOME and NODE_COMPILE_CACHE, the only variables that the command gets. */
  env?: Record<string, string>;
  cwd?: string;
  /** A file to send standard output to. */
  stdoutFile?: string;
  /** Where the command stands still: when it writes this to standard error. Signals reach it there, and end it once it goes on. */
  haltAt?: string;
}

/** Starts the command line the way npm's scripts do. */
export function start(argv: string[], { env = {}, cwd, stdoutFile, haltAt }: RunOptions = {}): Running {
  // Without the cache of its compiled sources a command takes twice as long to start.
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const gate = join(tmpdir(), `playkin-halt-${randomUUID()}`);
  const halting = haltAt === undefined ? {} : { HALT_AT: haltAt, HALT_UNTIL: gate };
  const preloaded = haltAt === undefined ? [] : ['--import', pathToFileURL(HALT).href];
  const child = spawn(process.execPath, [...preloaded, LOCAL, ...argv], {
    env: { PATH, HOME, NODE_COMPILE_CACHE, ...halting, ...env },
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
  const goOn = () => {
    writeFileSync(gate, '');
    void ended.then(() => {
      rmSync(gate);
    });
  };
  return { process: child, seen, ended, goOn };
}

export const run = (argv: string[], options?: RunOptions): Promise<Ended> => start(argv, options).ended;
