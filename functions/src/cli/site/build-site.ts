import { randomUUID } from 'node:crypto';
import { existsSync, globSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from '../../repository.ts';

const WEB = join(REPOSITORY, 'web');
const BUILT = join(WEB, 'dist');
const SOURCES = ['web/{src,public}/**/*', 'web/*.{html,ts,js,json}', 'shared/src/**/*', 'package-lock.json'];

/** Builds web/dist unless it is newer than all it is made from, or came without that. */
export async function buildSite(say: (text: string) => void): Promise<void> {
  const index = join(BUILT, 'index.html');
  if (existsSync(index) && !existsSync(join(WEB, 'src'))) return;
  const changedMs = Math.max(
    ...globSync(SOURCES, { cwd: REPOSITORY }).map((file) => statSync(join(REPOSITORY, file)).mtimeMs),
  );
  if (existsSync(index) && statSync(index).mtimeMs > changedMs) return;
  say('Building the site …');
  const { build } = await import('vite');
  // Built aside: another process may be serving the old one, or building as well.
  const aside = join(REPOSITORY, 'node_modules', '.cache', `site-${randomUUID()}`);
  const [fresh, old] = [join(aside, 'fresh'), join(aside, 'old')];
  try {
    await build({ root: WEB, logLevel: 'error', build: { outDir: fresh, emptyOutDir: true } });
    await rename(BUILT, old).catch(unlessCode('ENOENT'));
    await rename(fresh, BUILT).catch(unlessCode('ENOTEMPTY', 'EEXIST'));
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

const unlessCode =
  (...codes: string[]) =>
  (error: unknown) => {
    if (!codes.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  };
