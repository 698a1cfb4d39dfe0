/** Runs the real terraform on the folder of this repository, against a provider that knows the schema of Google's and nothing else. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { googleSchema } from './provider/bindings.ts';
import { serveSchema } from './provider/server.ts';

export const DEPLOY_DIR = fileURLToPath(new URL('../../functions/deploy/', import.meta.url));
const TERRAFORM_TIMEOUT_MS = 120_000;

export interface TerraformResult {
  status: number;
  /** Standard output and standard error. */
  output: string;
}

export interface Terraform {
  /** A copy of functions/deploy/terraform, which the test may spoil. */
  dir: string;
  run(...args: string[]): Promise<TerraformResult>;
  close(): Promise<void>;
}

export async function openTerraform(program: string): Promise<Terraform> {
  // Short: a socket's path has at most 107 bytes.
  const root = await mkdtemp(join(tmpdir(), 'playkin-'));
  await cp(DEPLOY_DIR, root, { recursive: true, filter: (path) => !path.includes('.terraform') });
  const dir = join(root, 'terraform');
  const { provider, resources } = await googleSchema();
  const used = await usedTypes(dir);
  const server = await serveSchema(
    { provider, resources: Object.fromEntries(Object.entries(resources).filter(([type]) => used.has(type))) },
    root,
  );
  return {
    dir,
    run: (...args) =>
      new Promise((resolve) => {
        const env = {
          ...process.env,
          ...server.environment,
          TF_IN_AUTOMATION: '1',
          CHECKPOINT_DISABLE: '1',
          // Whatever the user has configured is none of the test's.
          TF_CLI_CONFIG_FILE: '/dev/null',
        };
        const options = { cwd: dir, env, timeout: TERRAFORM_TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024 };
        execFile(program, args, options, (error, stdout, stderr) => {
          const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
          resolve({ status, output: stdout + stderr });
        });
      }),
    close: async () => {
      await server.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** All text of a folder's .tf files. */
export async function configurationOf(dir: string): Promise<string> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.tf'));
  return (await Promise.all(names.map((name) => readFile(join(dir, name), 'utf8')))).join('\n');
}

/** Terraform reads all that a provider has; most of it is of no use here. */
async function usedTypes(dir: string): Promise<Set<string>> {
  const text = await configurationOf(dir);
  return new Set([...text.matchAll(/^resource "(\w+)"/gm)].map(([, type = '']) => type));
}
