import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const WEB = join(ROOT, 'web');
const SOURCES = ['web/{src,public}/**/*', 'web/*.{html,ts,js,json}', 'shared/src/**/*', 'package-lock.json'];

/** Builds web/dist unless it is newer than all it is made from. */
export async function buildSite(): Promise<void> {
  const built = join(WEB, 'dist', 'index.html');
  const changedMs = Math.max(
    ...globSync(SOURCES, { cwd: ROOT }).map((file) => statSync(join(ROOT, file)).mtimeMs),
  );
  if (existsSync(built) && statSync(built).mtimeMs > changedMs) return;
  const { build } = await import('vite');
  await build({ root: WEB, logLevel: 'error' });
}
