import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const LOCAL = join(import.meta.dirname, '..', '..', 'functions', 'src', 'local.ts');

export interface Site {
  /** Without a slash at its end. */
  url: string;
  close(): Promise<void>;
}

/**
 * The real site over the bundled catalogue on a free port, made and served by the commands that people use. With SITE_URL
 * in the environment the tests visit that one instead, a deployed one for instance.
 */
export async function openSite(): Promise<Site> {
  const running = process.env['SITE_URL'];
  if (running !== undefined) return { url: running.replace(/\/$/, ''), close: () => Promise.resolve() };
  const dataDir = await mkdtemp(join(tmpdir(), 'playkin-e2e-'));
  const server = spawn(process.execPath, [LOCAL, 'start', '--data-dir', dataDir, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit');
  return {
    url: await announcedUrl(server.stdout),
    async close() {
      server.kill();
      await ended;
      await rm(dataDir, { recursive: true });
    },
  };
}

async function announcedUrl(output: NodeJS.ReadableStream): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: output })) {
    const [url] = /http:\/\/\S+/.exec(line) ?? [];
    if (url !== undefined) return url;
    lines.push(line);
  }
  throw new Error(`The site ended before it said where it is: ${lines.join(' ')}`);
}
