/** What BigQuery refuses and bigquery-emulator accepts, each by BigQuery's own message. Pure: complete-bigquery.ts asks. */
import type { JobMetadata } from '@google-cloud/bigquery';

export interface Answer {
  status: number;
  body: unknown;
}

/** A request refused; its answer is passed on. */
export class Refused extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(JSON.stringify(answer.body));
    this.answer = answer;
  }
}

export const refuse = (status: number, reason: string, message: string): Refused =>
  new Refused({ status, body: { error: { code: status, message, errors: [{ reason, message }] } } });

/** A table's partitioning and clustering, of a table, of a load or of a query's destination. */
export type Layout = Pick<
  NonNullable<NonNullable<JobMetadata['configuration']>['query']>,
  'clustering' | 'timePartitioning' | 'rangePartitioning'
>;

export const layoutOf = ({ clustering, timePartitioning, rangePartitioning }: Layout): Layout => ({
  ...(clustering && { clustering }),
  ...(timePartitioning && { timePartitioning }),
  ...(rangePartitioning && { rangePartitioning }),
});

/** As BigQuery writes it. */
function specificationOf({ clustering, timePartitioning: time, rangePartitioning: range }: Layout): string {
  const parts = [
    ...(time ? [`interval(type:${time.type ?? ''},field:${time.field ?? ''})`.toLowerCase()] : []),
    ...(range ? [`range(field:${range.field ?? ''},${JSON.stringify(range.range)})`] : []),
    ...(clustering?.fields?.length ? [`clustering(${clustering.fields.join(',')})`] : []),
  ];
  return parts.length === 0 ? 'none' : parts.join(' ');
}

/** A table is not replaced by, nor added to from, one that lies otherwise. */
export function checkLayout(live: Layout, next: Layout): void {
  const [expected, found] = [specificationOf(live), specificationOf(next)];
  if (expected === found) return;
  throw refuse(
    400,
    'invalid',
    `Incompatible table partitioning specification. Expects partitioning specification ${expected}, but input partitioning specification is ${found}`,
  );
}

const COMMENTS_AND_TEXTS = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g;
/** What may stand before a query that is a statement's own. */
const STATEMENT = /^\s*(CREATE\s+(OR\s+REPLACE\s+)?(TABLE|VIEW)\s+\S+\s+AS\s+)?/i;

export function checkRecursion(sql: string): void {
  const bare = sql.replaceAll(COMMENTS_AND_TEXTS, ' ').replace(STATEMENT, '');
  if (!/\bWITH\s+RECURSIVE\b/i.test(bare.replace(/^WITH\s+RECURSIVE\b/i, ''))) return;
  throw refuse(
    400,
    'invalidQuery',
    'WITH RECURSIVE is only allowed at the top level of the SELECT, CREATE TABLE AS SELECT, CREATE VIEW, INSERT, EXPORT DATA statements.',
  );
}

/** JSON in which half a surrogate pair is escaped, or stands as it is. */
export function checkSurrogates(json: string, what: string): void {
  const read = JSON.parse(json, (_key, value: unknown) => {
    if (typeof value === 'string' && !value.isWellFormed())
      throw refuse(400, 'invalid', `${what}: unpaired surrogate.`);
    return value;
  }) as unknown;
  void read;
}
