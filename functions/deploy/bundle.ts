/**
 * `node functions/deploy/bundle.ts FOLDER`: everything that runs in production, as one folder. The image holds it as /app, and
 * `gcloud run deploy NAME --source FOLDER --function NAME` takes it as it is.
 *
 *     package.json, package-lock.json   what is left to npm, at the versions of the repository's own lock
 *     functions/dist                    cloud.js (the functions) and local.js (the commands), bundled
 *     functions/sql, catalogue          as they are
 *     web/dist, firebase.json           the site, and what Hosting is told of it
 *
 * The folders lie as in the repository, functions/dist in place of functions/src: the code finds its files in both.
 */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build as bundle } from 'esbuild';
import { build as buildSite } from 'vite';
import { hostingConfig } from '../src/cli/site/hosting-config.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..');

/** Of the functions, and of the commands: no function loads the last two. */
const LEFT_TO_NPM = ['@google-cloud/functions-framework', '@duckdb/node-api', 'superstatic'];

const AS_THEY_ARE = [
  'firebase.json', // until the site is built
  'functions/catalogue',
  'functions/deploy/entrypoint.sh',
  'functions/sql',
];

/** CommonJS packages that are bundled into a module still ask for Node's own by `require`. */
const REQUIRE =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

interface Manifest {
  name: string;
  version: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** An entry of package-lock.json, as far as it matters here. */
interface Locked {
  version: string;
  dev?: boolean;
  devOptional?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

const readJson = async (path: string): Promise<unknown> =>
  JSON.parse(await readFile(join(REPOSITORY, path), 'utf8'));
const asText = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** @returns bytes of each file in functions/dist, by its name */
async function bundleFunctions(outdir: string): Promise<Record<string, number>> {
  const { metafile } = await bundle({
    absWorkingDir: REPOSITORY,
    entryPoints: ['functions/src/cloud.ts', 'functions/src/local.ts'],
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // Names stay as they are: what a stack says can be found in the sources.
    minifyWhitespace: true,
    minifySyntax: true,
    banner: { js: REQUIRE },
    // vite builds the site, which is built already.
    external: [...LEFT_TO_NPM, `${LEFT_TO_NPM[0]}/*`, 'vite'],
    metafile: true,
    logLevel: 'warning',
  });
  const outputs = Object.entries(metafile.outputs);
  return Object.fromEntries(outputs.map(([path, { bytes }]) => [path.replace(/^.*\//, ''), bytes]));
}

async function manifestOf(): Promise<Manifest & Record<string, unknown>> {
  const { version, dependencies, devDependencies } = (await readJson('functions/package.json')) as Manifest;
  const versions = { ...dependencies, ...devDependencies };
  return {
    name: 'igdb-pipeline',
    version,
    private: true,
    type: 'module',
    main: 'functions/dist/cloud.js',
    engines: { node: '>=24' },
    dependencies: Object.fromEntries(LEFT_TO_NPM.map((name) => [name, versionOf(versions, name)])),
  };
}

function versionOf(versions: Record<string, string>, name: string): string {
  const version = versions[name];
  if (version === undefined) throw new Error(`functions/package.json does not name ${name}.`);
  return version;
}

/** The part of the repository's lock that these dependencies reach: the same versions and checksums, and nothing else. */
async function lockOf(manifest: Manifest) {
  const { packages } = (await readJson('package-lock.json')) as { packages: Record<string, Locked> };
  const reached = new Map<string, Locked>();
  const reach = (from: string, name: string, isOptional: boolean) => {
    const path = indexOf(packages, from, name);
    if (path === undefined) {
      if (isOptional) return;
      throw new Error(`package-lock.json has no ${name}, which ${from === '' ? 'the app' : from} needs.`);
    }
    if (reached.has(path)) return;
    // In the repository some of these are for development only.
    const locked = { ...(packages[path] as Locked) };
    delete locked.dev;
    delete locked.devOptional;
    reached.set(path, locked);
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = locked;
    for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) reach(path, each, false);
    for (const each of Object.keys(peerDependencies)) {
      reach(path, each, locked.peerDependenciesMeta?.[each]?.optional === true);
    }
  };
  for (const name of LEFT_TO_NPM) reach('', name, false);
  const { name, version } = manifest;
  const inOrder = [...reached].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    name,
    version,
    lockfileVersion: 3,
    requires: true,
    packages: { '': manifest, ...Object.fromEntries(inOrder) },
  };
}

/** Where Node finds a package that is asked for at `from`: below it, or else below a folder above it. */
function indexOf(packages: Record<string, Locked>, from: string, name: string): string | undefined {
  const path = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
  if (packages[path] !== undefined) return path;
  if (from === '') return undefined;
  return indexOf(packages, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
}

const [argument] = process.argv.slice(2);
if (argument === undefined) throw new Error('Expected a folder to write to.');
const folder = resolve(argument);
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
for (const path of AS_THEY_ARE) await cp(join(REPOSITORY, path), join(folder, path), { recursive: true });
const bytes = await bundleFunctions(join(folder, 'functions', 'dist'));
await buildSite({
  root: join(REPOSITORY, 'web'),
  logLevel: 'warn',
  build: { outDir: join(folder, 'web', 'dist'), emptyOutDir: true },
});
await writeFile(join(folder, 'firebase.json'), asText(hostingConfig(folder)));
const manifest = await manifestOf();
await writeFile(join(folder, 'package.json'), asText(manifest));
await writeFile(join(folder, 'package-lock.json'), asText(await lockOf(manifest)));
process.stdout.write(asText({ folder, bytes }));
