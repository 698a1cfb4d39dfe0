import { ProblemError } from '../problem.ts';

/** The parameters of a stage's URL by name, each with its two values, the default first. */
type Choices = Readonly<Record<string, readonly [byDefault: string, other: string]>>;

/**
 * Reads what an operator may ask of a stage and the nightly run does not: `?mode=full&allowDrift=true` of ingest, `?force=true` of
 * publish. What is not given has its default.
 *
 * @param query as the framework parsed it: text, or lists of text
 * @throws {@link ProblemError} for an unknown parameter or value
 */
export function parseStageParameters<const C extends Choices>(
  query: Readonly<Record<string, unknown>>,
  choices: C,
): { [Name in keyof C]: C[Name][number] } {
  const known = Object.keys(choices);
  for (const name of Object.keys(query)) {
    if (!known.includes(name)) {
      throw new ProblemError(
        400,
        `Expected no parameters${known.length > 0 ? ` but ${known.join(' and ')}` : ''}, found ${name}.`,
        name,
      );
    }
  }
  return Object.fromEntries(
    Object.entries(choices).map(([name, [byDefault, other]]) => {
      const value = query[name] ?? byDefault;
      if (value !== byDefault && value !== other) {
        throw new ProblemError(
          400,
          `${name}: expected ${byDefault} or ${other}, found ${JSON.stringify(value)}.`,
          name,
        );
      }
      return [name, value];
    }),
  ) as { [Name in keyof C]: C[Name][number] };
}
