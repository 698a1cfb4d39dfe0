import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './repository.ts';
import type { TableSpec } from './warehouse.ts';

/** functions/sql, whose folders are numbered in the order they are built. */
export const SQL_DIR = join(REPOSITORY, 'functions', 'sql');

/** Text of a file below functions/sql. */
export const readSql = (path: string) => readFileSync(join(SQL_DIR, path), 'utf8');

export const readSpec = (path: string) => JSON.parse(readSql(path)) as TableSpec;

/** The tables that no SELECT builds. */
export const RAW_TABLES = ['raw_games', 'rejects', 'runs', 'quality'] as const;

/** The spec of a table that no SELECT builds. */
export const rawTable = (name: (typeof RAW_TABLES)[number]): TableSpec => readSpec(`0-raw/${name}.json`);
