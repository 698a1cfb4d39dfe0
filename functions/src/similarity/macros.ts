import { LEAST_SCORE, WEIGHT_SCALE } from '@playkin/shared/release.ts';
import { readText } from '../tables.ts';

/** Constants that the SQL has in common with the release format. */
const CONSTANTS: Readonly<Record<string, number>> = {
  weight_scale: WEIGHT_SCALE,
  least_score: LEAST_SCORE,
};

/** `{{ weight_scale }}`, `{{ closed_product(a, b) }}` */
const CALL = /\{\{ (\w+)(?:\(([^()]*)\))? \}\}/g;
/** The parameters of a macro, in the order of a call's arguments. */
const PARAMETERS = /^-- (\w+)\(([^()]*)\)/;

const listed = (text: string) => text.split(',').map((part) => part.trim());

/** Text of an SQL file below functions/sql, its macros expanded: what engines are given. */
export const readSql = (file: string): string => expandMacros(readText(file), file);

/**
 * Replaces `{{ name }}` by a constant, and `{{ name(x, y) }}` by the expression in functions/sql/macros/name.sql, in
 * parentheses, with x and y in place of its parameters. The first line of that file names them: `-- name(a, b): what it is`.
 * Text replaced before an engine sees it costs nothing, and both engines get the same.
 *
 * @throws Error for a name or a number of arguments that does not fit
 */
export function expandMacros(sql: string, file: string): string {
  return sql.replaceAll(CALL, (call: string, name: string, args: string | undefined) => {
    const fail = (problem: string) => new Error(`${file}: ${call}: ${problem}`);
    if (args === undefined) {
      const value = CONSTANTS[name];
      if (value === undefined)
        throw fail(`there is no such constant, only ${Object.keys(CONSTANTS).join(', ')}.`);
      return String(value);
    }
    const text = readMacro(name);
    if (text === undefined) throw fail(`there is no file functions/sql/macros/${name}.sql.`);
    const parameters = listed(PARAMETERS.exec(text)?.[2] ?? '');
    const values = listed(args);
    if (values.length !== parameters.length) {
      throw fail(`it has ${values.length} arguments; the macro takes ${parameters.join(', ')}.`);
    }
    const expression = text.replaceAll(/^--.*\n/gm, '').trim();
    return `(${expression.replaceAll(CALL, (_, parameter: string) => values[parameters.indexOf(parameter)] ?? parameter)})`;
  });
}

function readMacro(name: string): string | undefined {
  try {
    return readText(`macros/${name}.sql`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
