/** The kinds of query parameters. A schema reads the values that a query string has of a parameter, none, one or several. */
import * as v from 'valibot';
import type { TagKind } from './release.ts';

/** What can be asked for under /api, by what it takes parameters of. */
export type Endpoint = 'recommend' | 'search' | 'filters' | 'game' | 'health';

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

const ANY = /^/;

/** Games by id or slug. */
export function games<const A extends About & { least: number; most: number }>(about: A) {
  const { least, most } = about;
  const examples = 'ids or slugs such as hollow-knight';
  return {
    ...about,
    kind: 'games' as const,
    default: [],
    schema: v.pipe(
      list(`at most ${most} ${examples}, separated by commas`, most, GAME_REFERENCE),
      v.minLength(least, says(`${least} to ${most} ${examples}`, 'none')),
    ),
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
