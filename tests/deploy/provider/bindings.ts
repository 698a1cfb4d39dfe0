/**
 * The google provider's schema, from the bindings that PyPI holds of it. Terraform's own registry is not needed, and nothing of the
 * bindings is kept in this repository: they are fetched when tests first ask for them, into a cache.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CACHE_DIR } from '../tools.ts';
import { type Block, blockOf, type ProviderSchema } from './schema.ts';

const run = promisify(execFile);

const PACKAGE = 'cdktn-provider-google';
const PACKAGE_VERSION = '21.1.0';
/** The provider that these bindings were made of. */
export const PROVIDER_VERSION = '8.7.0';
/** 64 MB from PyPI. */
const DOWNLOAD_TIMEOUT_MS = 300_000;

/** The whole schema; the first call takes as long as the download. */
export async function googleSchema(): Promise<ProviderSchema> {
  const file = join(CACHE_DIR, `google-${PROVIDER_VERSION}.schema.json`);
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as ProviderSchema;
  await mkdir(CACHE_DIR, { recursive: true });
  const dir = await mkdtemp(join(CACHE_DIR, 'bindings-'));
  try {
    const options = { cwd: dir, timeout: DOWNLOAD_TIMEOUT_MS };
    const requirement = `${PACKAGE}==${PACKAGE_VERSION}`;
    await run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', requirement], options);
    const wheel = (await readdir(dir)).find((name) => name.endsWith('.whl')) ?? '';
    await run('python3', ['-m', 'zipfile', '-e', wheel, 'wheel'], options);
    const packed = `wheel/${PACKAGE.replaceAll('-', '_')}/_jsii/provider-google@${PACKAGE_VERSION}.jsii.tgz`;
    await run('tar', ['-xzf', packed, '--exclude=*.d.ts'], options);
    const schema = await readSchema(join(dir, 'package', 'lib'));
    // Whole or not at all: another run may be reading.
    const written = join(dir, 'schema.json');
    await writeFile(written, JSON.stringify(schema));
    await rename(written, file);
    return schema;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function readSchema(lib: string): Promise<ProviderSchema> {
  const resources: Record<string, Block> = {};
  let provider: Block | undefined;
  for (const folder of await readdir(lib)) {
    const file = join(lib, folder, 'index.js');
    // Data sources are not used; a type that contains itself, as one does, has no end.
    if (folder.startsWith('data-') || folder.startsWith('ephemeral-') || !existsSync(file)) continue;
    const text = await readFile(file, 'utf8');
    if (folder === 'provider') provider = blockOf(text);
    const type = /tfResourceType = "(google_\w+)"/.exec(text)?.[1];
    if (type === undefined || !text.includes('.TerraformResource ')) continue;
    try {
      resources[type] = blockOf(text);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  if (provider === undefined) throw new Error('Expected the provider among its bindings, found none.');
  return { provider, resources };
}
