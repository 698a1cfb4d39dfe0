import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readSql, SQL_DIR } from './similarity/steps.ts';

/** A worked query for analysts. */
export interface AnalyticsQuery {
  /** Path below functions/sql. */
  file: string;
  /** What it answers: its leading comment. */
  question: string;
  /** One SELECT, of the tables and views that the similarity stage leaves. */
  sql: string;
}

/** The queries of functions/sql/analytics, in the order of their numbers. */
export function analyticsQueries(): AnalyticsQuery[] {
  const names = readdirSync(join(SQL_DIR, 'analytics')).filter((name) => name.endsWith('.sql'));
  return names.sort().map((name) => {
    const file = `analytics/${name}`;
    const sql = readSql(file);
    return { file, question: leadingComment(sql), sql };
  });
}

/** The comment lines that a file of SQL begins with, as one line; empty where there are none. */
export function leadingComment(sql: string): string {
  const lines = sql.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('--'));
  return lines
    .slice(0, end)
    .map((line) => line.replace(/^--\s*/, ''))
    .join(' ');
}
