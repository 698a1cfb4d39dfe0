import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './repository.ts';
import type { TableSpec } from './warehouse.ts';

/** functions/sql. */
export const SQL_DIR = join(REPOSITORY, 'functions', 'sql');

/** Text of a file below functions/sql, as it is; SQL with macros is read by similarity/macros.ts. */
export const readText = (path: string) => readFileSync(join(SQL_DIR, path), 'utf8');

export const readSpec = (path: string) => JSON.parse(readText(path)) as TableSpec;

/** The tables that no SELECT builds. */
export const RAW_TABLES = ['raw_games', 'rejects', 'runs', 'quality'] as const;

/** The spec of a table that no SELECT builds. */
export const rawTable = (name: (typeof RAW_TABLES)[number]): TableSpec => readSpec(`raw/${name}.json`);
