/** The kinds of query parameters. A schema reads the values that a query string has of a parameter, none, one or several. */
import * as v from 'valibot';
import { parseWeighted, withWeight } from './game-reference.ts';
import type { TagKind } from './release.ts';

/** What can be asked for under /api, by what it takes parameters of. */
export const ENDPOINTS = [
  'recommend',
  'search',
  'lookup',
  'filters',
  'traits',
  'game',
  'quality',
  'health',
  'openapi',
] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

/** What every parameter has, of whichever kind. */
export interface About {
  /** Where it may stand. */
  in: readonly Endpoint[];
  /** A sentence or two, in Markdown, for whoever writes a request. */
  description: string;
  /** Whether it narrows the results; the site counts and clears those that do. */
  isFilter?: boolean;
}

/** Of faulty values; the parser puts the parameter's name before it. */
const says = (expected: string, found: string | number) => `expected ${expected}, found ${found}`;

/** Letters of a faulty value that a message repeats. */
const SHOWN_LENGTH = 40;

/** The value in quotes for a message, cut when long, control characters and angle brackets replaced. */
export function quoted(value: string): string {
  const letters = [...value];
  const cut = letters.length > SHOWN_LENGTH ? `${letters.slice(0, SHOWN_LENGTH).join('')}…` : value;
  return `"${cut.replace(/[\p{C}<>]/gu, '?')}"`;
}

/** IGDB: the longest slug is some 200 letters; what is longer is no slug. */
const MAX_ITEM_LENGTH = 250;

/** A list may be repeated, separated by commas, or both; each value counts once. */
function list(expected: string, most: number, pattern: RegExp) {
  const badItem = ({ input }: { input: string }) => says(expected, quoted(input));
  return v.pipe(
    v.array(v.string()),
    v.transform((values) => values.flatMap((value) => value.split(',').map((item) => item.trim()))),
    v.array(
      v.pipe(
        v.string(),
        v.nonEmpty(says(expected, 'an empty value')),
        v.maxLength(MAX_ITEM_LENGTH, badItem),
        v.regex(pattern, badItem),
      ),
    ),
    v.transform((items) => [...new Set(items)]),
    v.maxLength(most, ({ input }) => says(expected, `${input.length} values`)),
  );
}

/** Everything but lists stands once. */
const once = (expected: string) =>
  v.pipe(
    v.array(v.string()),
    v.maxLength(1, ({ input }) => says(`${expected}, once`, `${input.length} values`)),
    v.transform(([value]) => value),
  );

/** An id or a slug: nothing that would need escaping in a path. */
export const GAME_REFERENCE = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}_.~-]*$/u;
const WEIGHTED_REFERENCE = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}_.~-]*(:.*)?$/u;

const ANY = /^/;

export const MAX_GAME_WEIGHT = 10;
const WEIGHT = /^\d{1,2}(\.\d{1,2})?$/;

/** Games by id or slug; `weights` where each may have a weight after a colon: hollow-knight:2. */
export function games<const A extends About & { most: number; weights?: true }>(about: A) {
  const { most } = about;
  const expected = `at most ${most} ids or slugs such as hollow-knight, separated by commas`;
  const weight = `a weight above 0, at most ${MAX_GAME_WEIGHT}, of two decimals at most, as in hollow-knight:2`;
  const hasGoodWeight = (text: string) => {
    const [, given, ...others] = text.split(':');
    if (given === undefined) return true;
    return others.length === 0 && WEIGHT.test(given) && Number(given) > 0 && Number(given) <= MAX_GAME_WEIGHT;
  };
  return {
    ...about,
    kind: 'games' as const,
    default: [],
    schema: about.weights
      ? v.pipe(
          list(expected, most, WEIGHTED_REFERENCE),
          v.array(
            v.pipe(
              v.string(),
              v.check(hasGoodWeight, ({ input }) => says(weight, quoted(input))),
              // One form of each: 72:1 is 72, and 72:2.50 is 72:2.5.
              v.transform((text) => {
                const { reference, weight } = parseWeighted(text);
                return withWeight(reference, weight);
              }),
            ),
          ),
        )
      : list(expected, most, GAME_REFERENCE),
  };
}

/** Traits by slug or name; which there are depends on the release, as with tags. */
export function traits<const A extends About & { most: number }>(about: A) {
  const { most } = about;
  return {
    ...about,
    kind: 'traits' as const,
    default: [],
    schema: list(`at most ${most} traits by slug or name`, most, ANY),
  };
}

/** Tags that one query can name of a kind; IGDB has 23 genres, and nobody owns more platforms. */
const MAX_TAGS = 25;

/**
 * Tags of one kind by slug or name, of which a result has at least one. /api/filters lists them, and the site has a menu of
 * them. Which there are depends on the release, so that answering finds out what is none.
 *
 * @param about `plural` is the key of the list in /api/filters
 */
export function tags<const A extends About & { tag: TagKind; plural: string; label: string }>(about: A) {
  return {
    ...about,
    kind: 'tags' as const,
    isFilter: true as const,
    most: MAX_TAGS,
    default: [],
    schema: list(`at most ${MAX_TAGS} ${about.plural} by slug or name`, MAX_TAGS, ANY),
  };
}

/** One of a few words. */
export function choice<const A extends About & { values: readonly string[] }>(about: A) {
  const expected = about.values.join(' or ');
  return {
    ...about,
    kind: 'choice' as const,
    default: undefined,
    schema: v.pipe(
      once(expected),
      v.optional(
        v.picklist(about.values as A['values'], ({ input }) => says(expected, quoted(String(input)))),
      ),
    ),
  };
}

/** Some of a few words. */
export function choices<const A extends About & { values: readonly string[] }>(about: A) {
  const expected = `some of ${about.values.join(', ')}`;
  return {
    ...about,
    kind: 'choices' as const,
    default: [],
    schema: v.pipe(
      list(expected, about.values.length, ANY),
      v.array(v.picklist(about.values as A['values'], ({ input }) => says(expected, quoted(String(input))))),
    ),
  };
}

const DECIMAL = /^-?(\d{1,2}(\.\d{1,4})?|\.\d{1,4})$/;

/** @param expected what is expected, for messages */
function decimalFrom(expected: string, least: number, most: number) {
  const bad = ({ input }: { input: string }) => says(expected, quoted(input));
  return v.pipe(
    v.string(),
    v.regex(DECIMAL, bad),
    v.check((text) => Number(text) >= least && Number(text) <= most, bad),
    // A minus zero is written as zero.
    v.transform((text) => Number(text) + 0),
  );
}

/** A number within a range, ends included, of four decimals at most. */
export function decimal<const A extends About & { least: number; most: number; default: number }>(about: A) {
  const { least, most } = about;
  const expected = `a number from ${least} to ${most}`;
  return {
    ...about,
    kind: 'decimal' as const,
    schema: v.pipe(
      once(expected),
      v.optional(decimalFrom(expected, least, most)),
      v.transform((value): number => value ?? about.default),
    ),
  };
}

/** One of a few words, or a number within a range. */
export function choiceOrDecimal<
  const A extends About & { values: readonly string[]; least: number; most: number },
>(about: A) {
  const { values, least, most } = about;
  const expected = `${values.join(', ')} or a number from ${least} to ${most}`;
  const number = decimalFrom(expected, least, most);
  return {
    ...about,
    kind: 'choiceOrDecimal' as const,
    default: undefined,
    schema: v.pipe(
      once(expected),
      v.optional(
        v.lazy((input) =>
          values.includes(String(input)) ? v.picklist(values as A['values']) : number,
        ) as v.GenericSchema<string, A['values'][number] | number>,
      ),
    ),
  };
}

function whole(expected: string, pattern: RegExp, least: number, most: number) {
  const bad = ({ input }: { input: string }) => says(expected, quoted(input));
  return v.pipe(
    once(expected),
    v.optional(
      v.pipe(
        v.string(),
        v.regex(pattern, bad),
        v.check((text) => Number(text) >= least && Number(text) <= most, bad),
        v.transform(Number),
      ),
    ),
  );
}

/** A year of release. */
export function year<const A extends About>(about: A) {
  const [least, most] = [1, 9999];
  return {
    ...about,
    kind: 'integer' as const,
    least,
    most,
    default: undefined,
    schema: whole('a year of four digits', /^\d{4}$/, least, most),
  };
}

/** A whole number of at least `least`, where it is given; `isFilter` all the same. */
export function atLeast<const A extends About & { least: number; most: number; label: string }>(about: A) {
  const { least, most } = about;
  return {
    ...about,
    kind: 'integer' as const,
    isFilter: true as const,
    default: undefined,
    schema: whole(`a whole number from ${least} to ${most}`, /^\d{1,9}$/, least, most),
  };
}

/** A whole number within a range, ends included. */
export function integer<const A extends About & { least: number; most: number; default: number }>(about: A) {
  const { least, most } = about;
  return {
    ...about,
    kind: 'integer' as const,
    schema: v.pipe(
      whole(`a whole number from ${least} to ${most}`, /^\d+$/, least, most),
      v.transform((value): number => value ?? about.default),
    ),
  };
}

/** What reading a query string leaves of bytes that are not UTF-8. No title contains it. */
const REPLACEMENT_CHARACTER = '\ufffd';

/** Lines as people paste them; empty ones are passed over. */
export function lines<const A extends About & { most: number; longest: number }>(about: A) {
  const { most, longest } = about;
  const expected = `1 to ${most} lines of at most ${longest} characters`;
  return {
    ...about,
    kind: 'lines' as const,
    default: [],
    schema: v.pipe(
      v.array(v.string()),
      v.transform((texts) => texts.flatMap((text) => text.split(/[\r\n]+/).map((line) => line.trim()))),
      v.filterItems((line) => line !== ''),
      v.array(
        v.pipe(
          v.string(),
          v.maxLength(longest, ({ input }) => says(expected, `a line of ${input.length}`)),
          v.excludes(REPLACEMENT_CHARACTER, ({ input }) => says('UTF-8 percent-encoding', quoted(input))),
        ),
      ),
      v.minLength(1, says(expected, 'none')),
      v.maxLength(most, ({ input }) => says(expected, `${input.length} lines`)),
    ),
  };
}

/** A text of one form, such as what an answer gave to be sent back. */
export function token<const A extends About & { pattern: RegExp; expected: string }>(about: A) {
  const { pattern, expected } = about;
  return {
    ...about,
    kind: 'token' as const,
    default: undefined,
    schema: v.pipe(
      once(expected),
      v.optional(
        v.pipe(
          v.string(),
          v.regex(pattern, ({ input }) => says(expected, quoted(input))),
        ),
      ),
    ),
  };
}

/** Words as people type them. */
export function text<const A extends About & { most: number }>(about: A) {
  const expected = `at most ${about.most} characters`;
  return {
    ...about,
    kind: 'text' as const,
    default: '',
    schema: v.pipe(
      once(expected),
      v.transform((value = '') => value.trim()),
      v.string(),
      v.maxLength(about.most, ({ input }) => says(expected, input.length)),
      v.excludes(REPLACEMENT_CHARACTER, ({ input }) => says('UTF-8 percent-encoding', quoted(input))),
    ),
  };
}
