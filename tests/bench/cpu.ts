/** What BigQuery allows a statement of CPU time, on demand, beside an estimate of what it takes. README.md has the arithmetic. */

/**
 * On demand, a statement may take so many CPU seconds for each MiB that it is billed for. BigQuery's refusals say it: 7,600 s for
 * 30 MB, 4,600 s for 18 MB ("exceeds the ratio supported by the on-demand pricing model").
 */
const CPU_SECONDS_PER_MIB = 256;
/** Of DuckDB, for a pair that a join makes and all that follows from it: README.md. */
const SECONDS_PER_PAIR = 2.7e-7;
/** No BigQuery was measured. Row by row it is taken to need this many times DuckDB's CPU time. */
const TIMES_DUCKDB = 10;
/** What is allowed must be at least so many times what is estimated. */
export const LEAST_FACTOR = 4;

/** The common table expression of a step in which a join makes more rows than its tables have. */
export const PAIR_JOINS: Record<
  string,
  { expression: string; pairs: 'products' | 'draftProducts' | 'closedSetPairs' }
> = {
  neighbors: { expression: 'open_scores', pairs: 'products' },
  draft_neighbors: { expression: 'open_pairs', pairs: 'draftProducts' },
  // Compared twice: a fourth of the sets to find floors, then all.
  closed_neighbors: { expression: 'near_sets', pairs: 'closedSetPairs' },
};

/** BigQuery may compute an expression again wherever it is used: how often that is at most, in all of the statement. */
export function evaluations(sql: string, expression: string): number {
  const bodies = new Map<string, string>();
  const rest = sql
    .replaceAll(/--[^\n]*/g, '')
    .replaceAll(/^(\w+) AS \(\n([\s\S]*?)\n\),?$/gm, (_found, name: string, body: string) => {
      bodies.set(name, body);
      return '';
    });
  const uses = (text: string) =>
    [...text.matchAll(/\b(?:FROM|JOIN)\s+(\w+)/g)].filter(([, name]) => name === expression).length;
  const within = [...bodies].reduce(
    (sum, [name, body]) => sum + (uses(body) === 0 ? 0 : uses(body) * evaluations(sql, name)),
    0,
  );
  return within + uses(rest);
}

export interface CpuEstimate {
  /** Of one statement; of a table built in slices, of one slice. */
  allowed: number;
  estimated: number;
  /** The one divided by the other. */
  factor: number;
}

/**
 * @param bytes that one statement is billed for
 * @param rows that the statement reads
 * @param pairs that its largest join makes in all of the table, as often as they may be made again
 * @param statements that the table is built by
 */
export function cpuOf(bytes: number, rows: number, pairs: number, statements: number): CpuEstimate {
  const allowed = (bytes / 2 ** 20) * CPU_SECONDS_PER_MIB;
  const estimated = (rows + pairs / statements) * SECONDS_PER_PAIR * TIMES_DUCKDB;
  return {
    allowed: Math.round(allowed),
    estimated: Math.round(estimated),
    factor: Math.floor((allowed / estimated) * 10) / 10,
  };
}
