import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RAW_TABLES, rawTable, readText, SQL_DIR } from '../tables.ts';
import type { PartitionSpec, TableSpec } from '../warehouse.ts';
import { type Step, stepsOf } from './steps.ts';

const INTRODUCTION = `# Data dictionary

Written by \`npm run dictionary\` from the specs beside the SQL; edit those.

Tables are in the dataset \`igdb\`, views in \`igdb_analytics\`. Both names work in BigQuery and in the DuckDB file alike:
\`npm run query -- "select name from igdb_analytics.games_flat limit 3"\`. (DuckDB's own shell finds them after
\`ATTACH 'warehouse.duckdb' AS igdb; USE igdb;\`.) Tables are rebuilt whole by each run of the similarity stage (those
of a release's numbers by publish), but for the first four, in which the stages keep what is to last. A key is unique and
never null: it says what a row is.
`;

/** functions/sql/README.md: every table, view and worked query. */
export function dictionary(): string {
  const raw = RAW_TABLES.map((name) => ({ table: rawTable(name), origin: 'Written by the stages.' }));
  const built = stepsOf('seeds', 'staging', 'features', 'similarity', 'release').map(ofStep);
  const tables = [...raw, ...built];
  const views = stepsOf('views').map(ofStep);
  return [
    INTRODUCTION,
    '## Contents\n',
    contents([...tables, ...views].map(({ table }) => table)),
    '## Tables\n',
    ...tables.map(entry),
    '## Views\n',
    ...views.map(entry),
    '## Worked queries\n',
    'Each file is one SELECT that runs as it stands.\n',
    `${analyticsQueries()
      .map(({ file, question }) => `- [${file}](${file}): ${question}`)
      .join('\n')}\n`,
  ].join('\n');
}

interface Entry {
  table: TableSpec;
  origin: string;
}

const ofStep = ({ file, table }: Step): Entry => ({ table, origin: `Built by [${file}](${file}).` });

const fullName = ({ dataset, name }: TableSpec) => `${dataset ?? 'igdb'}.${name}`;
/** GitHub's: lower case, and without the dot. */
const anchor = (table: TableSpec) => fullName(table).replace('.', '');

const contents = (tables: TableSpec[]) =>
  [
    '| | key | |',
    '|---|---|---|',
    ...tables.map(
      (table) =>
        `| [${fullName(table)}](#${anchor(table)}) | ${table.key.join(', ')} | ${cell(table.description)} |`,
    ),
    '',
  ].join('\n');

function entry({ table, origin }: Entry): string {
  const layout = [
    ...(table.partition === undefined ? [] : [`Partitioned ${partitioning(table.partition)}.`]),
    ...(table.cluster === undefined ? [] : [`Clustered by ${code(table.cluster)}.`]),
    ...(table.layout === undefined ? [] : [table.layout]),
  ];
  return [
    `### ${fullName(table)}\n`,
    `${table.description}\n`,
    `Key: ${code(table.key)}. ${origin}\n`,
    ...(layout.length === 0 ? [] : [`${layout.join(' ')}\n`]),
    '| column | type | |',
    '|---|---|---|',
    ...Object.entries(table.columns).map(
      ([name, { type, description }]) => `| ${name} | ${type} | ${cell(description)} |`,
    ),
    '',
  ].join('\n');
}

function partitioning(partition: PartitionSpec): string {
  const { column } = partition;
  if (partition.by === 'range') {
    const { start, end, interval } = partition;
    return `by ranges of ${interval} of \`${column}\`, from ${start} to ${end}`;
  }
  const days = partition.expirationDays;
  return `by day of \`${column}\`${days === undefined ? '' : `, kept for ${days} days`}`;
}

const code = (names: string[]) => names.map((name) => `\`${name}\``).join(', ');
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

/** A worked query for analysts. */
export interface AnalyticsQuery {
  /** Path below functions/sql. */
  file: string;
  /** What it answers: its leading comment. */
  question: string;
  /** One SELECT, of the tables and views that the similarity stage leaves. */
  sql: string;
}

/** The queries of functions/sql/analytics, by name. */
export function analyticsQueries(): AnalyticsQuery[] {
  const names = readdirSync(join(SQL_DIR, 'analytics')).filter((name) => name.endsWith('.sql'));
  return names.sort().map((name) => {
    const file = `analytics/${name}`;
    const sql = readText(file);
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
