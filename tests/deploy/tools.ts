/** Programs that the deployment's tests need and no package registry serves; where one is missing, its tests are skipped by name. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What tests fetch or derive once: below node_modules, so that git, lint and images leave it alone. */
export const CACHE_DIR = fileURLToPath(new URL('../../node_modules/.cache/playkin-deploy', import.meta.url));

/** The program's path, or undefined after having said which tests are skipped for want of it. */
export function findTool(name: string, tests: string): string | undefined {
  const path = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((dir) => join(dir, name))
    .find(isProgram);
  if (path === undefined) process.stderr.write(`\n*** SKIPPED: ${tests}, as ${name} is not installed.\n\n`);
  return path;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
