/**
 * Every query parameter of the API, which are those of the site's own address too. Parsing, formatting, messages, the lists of
 * /api/filters and the site's menus are made from this table: a new filter is a new entry.
 */
import type { InferOutput } from 'valibot';
import { LANGUAGES } from './release.ts';
import { choice, type Endpoint, games, integer, tags, text, year } from './parameter-kinds.ts';

export const MAX_LIMIT = 50;
export const MAX_SEEDS = 10;
/** In characters: longer than any title and its edition. */
export const MAX_SEARCH_LENGTH = 200;

/** In the order in which they stand in an address, and the filters on the page. */
export const PARAMETERS = {
  q: text({
    in: ['search'],
    most: MAX_SEARCH_LENGTH,
    description:
      'What a title, or another name of it, contains. Without it the best-known games are answered.',
  }),
  like: games({
    in: ['recommend'],
    least: 1,
    most: MAX_SEEDS,
    description: 'Games that are liked.',
  }),
  unlike: games({
    in: ['recommend'],
    least: 0,
    most: MAX_SEEDS,
    description: 'Games that are not meant; none that `like` names too, be it by an edition.',
  }),
  genre: tags({
    in: ['recommend'],
    tag: 'genre',
    plural: 'genres',
    label: 'Genre',
    description: 'A result is of at least one of these genres.',
  }),
  platform: tags({
    in: ['recommend'],
    tag: 'platform',
    plural: 'platforms',
    label: 'Platform',
    description: 'A result is on at least one of these platforms.',
  }),
  from: year({ in: ['recommend'], isFilter: true, description: 'First year of release, inclusive.' }),
  to: year({ in: ['recommend'], isFilter: true, description: 'Last year of release, inclusive.' }),
  popularity: choice({
    in: ['recommend'],
    isFilter: true,
    values: ['famous', 'hidden'],
    description:
      '`famous`: the most-rated tenth of the rated games. `hidden`: games with at most as many ratings as the rated game ' +
      'in the middle has, those that nobody rated included, unless their own rating is known and below 70.',
  }),
  theme: tags({
    in: ['recommend'],
    tag: 'theme',
    plural: 'themes',
    label: 'Theme',
    description: 'A result has at least one of these themes.',
  }),
  mode: tags({
    in: ['recommend'],
    tag: 'mode',
    plural: 'modes',
    label: 'Mode',
    description: 'A result can be played in at least one of these modes.',
  }),
  perspective: tags({
    in: ['recommend'],
    tag: 'perspective',
    plural: 'perspectives',
    label: 'Perspective',
    description: 'A result is seen from at least one of these perspectives.',
  }),
  adult: choice({
    in: ['recommend', 'search', 'filters'],
    values: ['include'],
    description:
      '`include`: adult games too. Without it they are left out, and `withheld` says how many. Adult games are those of the theme ' +
      'Erotic and those whose name, texts or keywords say so.',
  }),
  series: choice({
    in: ['recommend'],
    values: ['all'],
    description:
      '`all`: any number of games of one series. Without it a list holds at most two of a series, and one of a series that a game ' +
      'of `like` or `unlike` is of.',
  }),
  lang: choice({
    in: ['recommend', 'search', 'game'],
    values: LANGUAGES.filter((code) => code !== ''),
    description: 'ISO 639-1 code. A game that has a name in that language carries it as `localName`.',
  }),
  limit: integer({
    in: ['recommend', 'search'],
    least: 1,
    most: MAX_LIMIT,
    default: 10,
    description: 'Results at most.',
  }),
} as const;

type Table = typeof PARAMETERS;
type Name = keyof Table;
type ValueOf<N extends Name> = InferOutput<Table[N]['schema']>;

/** The parameters whose entry in the table has this. */
type NameWith<Property> = { [N in Name]: Table[N] extends Property ? N : never }[Name];
type NameIn<E extends Endpoint> = { [N in Name]: E extends Table[N]['in'][number] ? N : never }[Name];

/** What the query string of a request holds. What has no default may be absent. */
export type Query<E extends Endpoint> = {
  [N in NameIn<E> as undefined extends ValueOf<N> ? never : N]: ValueOf<N>;
} & { [N in NameIn<E> as undefined extends ValueOf<N> ? N : never]?: ValueOf<N> };

const NAMES = Object.keys(PARAMETERS) as Name[];

export const namesIn = (endpoint: Endpoint): Name[] =>
  NAMES.filter((name) => (PARAMETERS[name].in as readonly Endpoint[]).includes(endpoint));

/** Those that narrow the results. */
export type FilterName = NameWith<{ isFilter: true }>;
export const FILTERS = NAMES.filter((name) => 'isFilter' in PARAMETERS[name]) as FilterName[];

/** Those of them that name tags. */
export type TagFilterName = NameWith<{ kind: 'tags' }>;
export const TAG_FILTERS = NAMES.filter((name) => PARAMETERS[name].kind === 'tags') as TagFilterName[];
