const COMMENTS_AND_STRINGS = /--[^\n]*|'(?:[^']|'')*'/g;
/** `name AS (`, as in a WITH clause. */
const CTE = /\b(\w+) AS \(/g;
/** A table after FROM or JOIN, with its dataset if that is given; not the FROM of EXTRACT and of IS DISTINCT FROM. */
const REFERENCE = /(?<!\bEXTRACT\(\w+\s+)(?<!\bDISTINCT\s+)\b(?:FROM|JOIN)\s+(?:(\w+)\.)?(\w+)/g;

/** The tables and views that a SELECT names, each once, in order. A name without a dataset that a WITH clause defines is none. */
export function tablesRead(sql: string): string[] {
  const bare = sql.replaceAll(COMMENTS_AND_STRINGS, "''");
  const ctes = new Set([...bare.matchAll(CTE)].map(([, name]) => name));
  const found = [...bare.matchAll(REFERENCE)]
    .filter(([, dataset, name]) => dataset !== undefined || !ctes.has(name))
    .map(([, , name = '']) => name);
  return [...new Set(found)];
}

/** What the order of a step depends on; see Step in steps.ts. */
interface OrderedStep {
  file: string;
  table: { name: string };
  /** A SELECT, or rows. */
  source: unknown;
  checks: { sql: string }[];
}

/** The tables that a step reads; its checks also read its own, and others that must be there by then. */
function upstreamOf({ table, source, checks }: OrderedStep): string[] {
  const own = typeof source === 'string' ? tablesRead(source) : [];
  const ofChecks = checks.flatMap(({ sql }) => tablesRead(sql)).filter((name) => name !== table.name);
  return [...new Set([...own, ...ofChecks])];
}

/**
 * The steps in an order in which every table comes after those that it and its checks read. The order depends on nothing but the
 * given one, which it keeps where it can.
 *
 * @param existing tables that are there before the first step
 * @throws Error for a table that no step builds, and for steps that need each other in a circle
 */
export function inOrder<Step extends OrderedStep>(
  steps: readonly Step[],
  existing: readonly string[],
): Step[] {
  const byTable = new Map(steps.map((step) => [step.table.name, step]));
  const ordered = new Set<Step>();
  const visit = (step: Step, path: readonly Step[]) => {
    if (ordered.has(step)) return;
    if (path.includes(step)) {
      const circle = [...path.slice(path.indexOf(step)), step].map(({ file }) => file);
      throw new Error(
        `Steps need each other's tables in a circle: ${circle.join(' → ')}. Take one reference out.`,
      );
    }
    for (const name of upstreamOf(step)) {
      const upstream = byTable.get(name);
      if (upstream !== undefined) visit(upstream, [...path, step]);
      else if (!existing.includes(name)) {
        throw new Error(
          `${step.file} reads the table ${name}, which no step builds. Check the name, or add ${name}.sql and ${name}.json.`,
        );
      }
    }
    ordered.add(step);
  };
  for (const step of steps) visit(step, []);
  return [...ordered];
}
