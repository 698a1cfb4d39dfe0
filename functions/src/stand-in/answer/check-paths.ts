import type { Database } from '../database/database.ts';
import { type Condition, type Path, type Query, QueryRefused } from '../query/query.ts';
import { hasField, targetOf } from '../database/schema.ts';

/**
 * @throws QueryRefused for a field that neither IGDB's schema nor the catalogue has.
 */
export function checkPaths(database: Database, endpoint: string, query: Query): void {
  const paths = [
    ...query.fields,
    ...query.exclude,
    ...(query.where === undefined ? [] : pathsOf(query.where)),
    ...(query.sort === undefined ? [] : [query.sort.path]),
  ];
  for (const path of paths) checkPath(database, endpoint, path);
}

function pathsOf(condition: Condition): Path[] {
  return condition.kind === 'comparison' ? [condition.path] : condition.conditions.flatMap(pathsOf);
}

function checkPath(database: Database, endpoint: string, path: Path): void {
  let at: string | undefined = endpoint;
  for (const name of path) {
    if (at === undefined || !isField(database, at, name)) {
      throw new QueryRefused('Invalid Field', `Invalid field name: '${path.join('.')}'`);
    }
    at = targetOf(at, name);
  }
}

const isField = (database: Database, endpoint: string, name: string) =>
  name === '*' || hasField(endpoint, name) || database.table(endpoint)?.columns.has(name) === true;
