import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface ServerProcess {
  url: string;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 120_000;
const ASK_EVERY_MS = 25;
const ENDS_WITHIN_MS = 10_000;

/** A port of the loopback interface that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts the program and waits until it answers at `readyPath`.
 *
 * @throws with what it wrote to standard error when it ends before that or does not answer in 2 minutes
 */
export async function startServer(
  file: string,
  options: { args: string[]; port: number; readyPath: string; env?: Record<string, string> },
): Promise<ServerProcess> {
  const child = spawn(file, options.args, {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4000)));
  const url = `http://127.0.0.1:${options.port}`;
  const giveUpAt = Date.now() + READY_WITHIN_MS;
  while (!(await answers(url + options.readyPath))) {
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      child.kill();
      throw new Error(`${file} did not get ready at ${url}: ${errors}`);
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
  return { url, stop: () => stop(child) };
}

const answers = (url: string) =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

/** The BigQuery emulator does not end while a query runs, even when whoever asked is gone. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  const kill = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS);
  await ended;
  clearTimeout(kill);
}
