import { join } from 'node:path';

/** The folder of package.json, firebase.json and web. */
export const REPOSITORY = join(import.meta.dirname, '..', '..', '..');
