import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestProject } from 'vitest/node';
import { findChromium, NO_BROWSER } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Without a slash at its end. */
    siteUrl: string;
  }
}

const LOCAL = join(import.meta.dirname, '..', '..', 'functions', 'src', 'local.ts');

/**
 * Opens one site for all browser tests: the real one over the bundled catalogue, on a free port, made and served by the
 * command that people use. With SITE_URL in the environment the tests visit that site instead, for example a deployed one.
 *
 * @returns what ends the site
 */
export default async function openSite(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (findChromium() === undefined) {
    process.stderr.write(`\n${NO_BROWSER}\n\n`);
    project.provide('siteUrl', '');
    return undefined;
  }
  const running = process.env['SITE_URL'];
  if (running !== undefined) {
    project.provide('siteUrl', running.replace(/\/$/, ''));
    return undefined;
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'playkin-e2e-'));
  const server = spawn(process.execPath, [LOCAL, 'start', '--data-dir', dataDir, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit');
  const close = async () => {
    server.kill();
    await ended;
    await rm(dataDir, { recursive: true });
  };
  try {
    project.provide('siteUrl', await announcedUrl(server.stdout));
  } catch (error) {
    await close();
    throw error;
  }
  return close;
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
