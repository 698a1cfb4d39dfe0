import { join } from 'node:path';

/**
 * The folder of package.json, firebase.json, functions/sql and web. This file stays in functions/src: bundled, it lies in
 * functions/dist, as deep.
 */
export const REPOSITORY = join(import.meta.dirname, '..', '..');
