import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface HeaderRule {
  source: string;
  headers: { key: string; value: string }[];
}

export interface FirebaseConfig {
  hosting: { public: string; headers: HeaderRule[] } & Record<string, unknown>;
}

/** Where vite puts the files whose names hold a hash of their content. */
const ASSETS = '/assets/**';

/**
 * The firebase.json of a folder, for the site that is built in it: what it says of all hashed files it says of each one that there is.
 *
 * Hosting chooses headers by the path that is asked for, whatever the answer is. A 404 to an old or not yet deployed hashed file would
 * be kept for a year too, and a browser that has one shows an empty page once that file is back. So a hashed file that is not there
 * has no rule; the function's own 404 says how long it may be kept.
 */
export function hostingConfig(folder: string): FirebaseConfig {
  const config = JSON.parse(readFileSync(join(folder, 'firebase.json'), 'utf8')) as FirebaseConfig;
  const { hosting } = config;
  const assets = readdirSync(join(folder, hosting.public, 'assets')).sort();
  const headers = hosting.headers.flatMap((rule) =>
    rule.source === ASSETS ? assets.map((name) => ({ ...rule, source: `/assets/${name}` })) : [rule],
  );
  return { ...config, hosting: { ...hosting, headers } };
}
