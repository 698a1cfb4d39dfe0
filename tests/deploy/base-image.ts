import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Of the genuine image: its Debian, and the npm that comes with its Node. */
const SUITE = 'bookworm';
const NPM_VERSION = '11.6.0';
/** Where Debian keeps the certificates that programs trust. */
const CERTIFICATES = 'etc/ssl/certs/ca-certificates.crt';
const DEFAULT_REGISTRY = 'https://registry.npmjs.org/';

/**
 * Makes what stands for the official image of Node where no registry of images can be asked: a minimal Debian, this Node and
 * its npm. It trusts the certificates and asks the npm registry that this machine does.
 *
 * @param name what the image is to be called
 * @param buildah runs a command of it and tells what it printed
 */
export function baseImage(
  name: string,
  buildah: (args: readonly string[]) => string,
  say: (text: string) => void,
): void {
  const trusted = certificates();
  const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  const made = [
    SUITE,
    NPM_VERSION,
    process.version,
    registry,
    trusted === undefined ? '' : readFileSync(trusted),
  ];
  const hash = createHash('sha256');
  for (const part of made) hash.update(part);
  const tag = `localhost/playkin-base:${hash.digest('hex').slice(0, 12)}`;
  const full = `docker.io/library/${name}`;
  const has = buildah(['images', '--format', '{{.Name}}:{{.Tag}}']).split('\n');
  if (!has.includes(tag)) {
    say('Making a base image (once; one or two minutes) …');
    const folder = mkdtempSync(join(tmpdir(), 'playkin-base-'));
    try {
      fill(folder, trusted);
      const container = buildah(['from', 'scratch']);
      buildah(['add', '--quiet', container, folder, '/']);
      const variables = {
        PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        ...(trusted !== undefined && { NODE_EXTRA_CA_CERTS: `/${CERTIFICATES}` }),
        ...(registry !== DEFAULT_REGISTRY && { npm_config_registry: registry }),
      };
      const env = Object.entries(variables).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
      buildah(['config', ...env, '--cmd', 'node', container]);
      buildah(['commit', '--quiet', '--rm', container, tag]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  buildah(['tag', tag, full]);
}

/** What this machine's Node trusts besides its own list, where it is told to. */
const certificates = (): string | undefined =>
  [process.env['NODE_EXTRA_CA_CERTS'], process.env['SSL_CERT_FILE']].find(
    (file) => file !== undefined && file !== '' && existsSync(file),
  );

function fill(folder: string, trusted: string | undefined): void {
  const quiet = { stdio: ['ignore', 'ignore', 'pipe'] as ('ignore' | 'pipe')[] };
  execFileSync(
    'debootstrap',
    ['--variant=minbase', '--include=ca-certificates', SUITE, folder, mirror()],
    quiet,
  );
  for (const path of [
    'usr/share/doc',
    'usr/share/man',
    'usr/share/locale',
    'var/lib/apt/lists',
    'var/cache/apt',
  ]) {
    rmSync(join(folder, path), { recursive: true, force: true });
  }
  copyFileSync(process.execPath, join(folder, 'usr/local/bin/node'));
  const npm = ['install', '--global', '--no-audit', '--no-fund', `--prefix=${join(folder, 'usr/local')}`];
  // Where it starts decides which settings npm reads.
  execFileSync('npm', [...npm, `npm@${NPM_VERSION}`], { ...quiet, cwd: dirname(folder) });
  if (trusted !== undefined) copyFileSync(trusted, join(folder, CERTIFICATES));
}

/** The archive that apt asks on this machine. */
function mirror(): string {
  const uris = execFileSync('apt-get', ['indextargets', '--format', '$(SITE)'], { encoding: 'utf8' }).split(
    '\n',
  );
  return uris.find((uri) => /^https?:.*debian\/?$/.test(uri)) ?? 'http://deb.debian.org/debian';
}
