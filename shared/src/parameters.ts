/**
 * Every query parameter of the API, which are those of the site's own address too. Parsing, formatting, messages, the lists of
 * /api/filters and the site's menus are made from this table: a new filter is a new entry.
 */
import type { InferOutput } from 'valibot';
import { LANGUAGES } from './release.ts';
import {
  atLeast,
  choice,
  choiceOrDecimal,
  choices,
  decimal,
  type Endpoint,
  games,
  integer,
  lines,
  tags,
  text,
  token,
  traits,
  year,
} from './parameter-kinds.ts';

export const MAX_LIMIT = 50;
/** Results that a list has, over all its pages: IGDB's terms allow no re-serving of its data at large. */
export const MAX_LIST = 200;
export const MAX_SEEDS = 10;
/** Titles that one look-up takes. */
export const MAX_TITLES = 200;
/** Games that one query can leave out: those that somebody has played, say. */
const MAX_EXCLUDED = 200;
const MAX_DIALS = 10;
/** IGDB: https://api-docs.igdb.com/#game-type. Those that lists may hold, with their numbers. */
export const GAME_TYPES = {
  main: 0,
  bundle: 3,
  'standalone-expansion': 4,
  episode: 6,
  remake: 8,
  remaster: 9,
  expanded: 10,
  port: 11,
  fork: 12,
} as const;
export type GameType = keyof typeof GAME_TYPES;
/** Parts of a result that `fields` can name: those of its game's card, and those of the result itself. */
export const CARD_FIELDS = [
  'id',
  'slug',
  'name',
  'localName',
  'year',
  'platforms',
  'genres',
  'cover',
  'rating',
  'ratings',
  'adult',
] as const;
export const RESULT_FIELDS = ['score', 'match', 'why', 'against', 'others', 'seeds'] as const;
/** In characters: longer than any title and its edition. */
export const MAX_SEARCH_LENGTH = 200;

/** The release and the number of results before: 20261128T031500000Z-1a2b3c.50 */
export const CURSOR = /^([A-Za-z0-9_-]{1,80})\.(\d{1,3})$/;

/** In the order in which they stand in an address, and the filters on the page. */
export const PARAMETERS = {
  q: text({
    in: ['search'],
    most: MAX_SEARCH_LENGTH,
    description:
      'What a title, or another name of it, contains. Without it the best-known games are answered.',
  }),
  titles: lines({
    in: ['lookup'],
    most: MAX_TITLES,
    longest: MAX_SEARCH_LENGTH,
    description: 'Titles, one a line (%0A), as somebody pastes a list of them.',
  }),
  like: games({
    in: ['recommend', 'filters', 'traits'],
    most: MAX_SEEDS,
    weights: true,
    description:
      'Games that are liked, each with a weight after a colon where it is not 1: `like=14593.hollow-knight:2,72`. Their order does ' +
      'not matter. Without it, `more`, `less` or a filter is needed.',
  }),
  unlike: games({
    in: ['recommend', 'filters', 'traits'],
    most: MAX_SEEDS,
    weights: true,
    description: 'Games that are not meant; none that `like` names too, be it by an edition.',
  }),
  more: traits({
    in: ['recommend', 'filters'],
    most: MAX_DIALS,
    description:
      'Traits that there is to be more of than the liked games have: `more=atmospheric,stealth`. `/api/traits` lists them. The ' +
      'profile moves by half its length along each.',
  }),
  less: traits({
    in: ['recommend', 'filters'],
    most: MAX_DIALS,
    description: 'Traits that there is to be less of; none that `more` names too.',
  }),
  genre: tags({
    in: ['recommend', 'filters'],
    tag: 'genre',
    plural: 'genres',
    label: 'Genre',
    description: 'A result is of at least one of these genres.',
  }),
  platform: tags({
    in: ['recommend', 'filters'],
    tag: 'platform',
    plural: 'platforms',
    label: 'Platform',
    description:
      'A result is on at least one of these platforms. `any-playstation` and the like name a family of them: see ' +
      '`platformFamilies` in /api/filters.',
  }),
  from: year({
    in: ['recommend', 'filters'],
    isFilter: true,
    description: 'First year of release, inclusive.',
  }),
  to: year({ in: ['recommend', 'filters'], isFilter: true, description: 'Last year of release, inclusive.' }),
  popularity: choiceOrDecimal({
    in: ['recommend', 'filters'],
    isFilter: true,
    values: ['famous', 'hidden'],
    least: -1,
    most: 1,
    description:
      'A number p sets the order and leaves nothing out: `match` is the score times 1 - |p| + |p| × renown (above 0) or ' +
      '1 - |p| × renown (below 0), where the renown of a game is ratings / (ratings + 100). So 0 is likeness alone, 1 brings up the ' +
      'well known, -1 the little known. Without it games of the renown of the liked ones come up a little, see `match`; and 1 where ' +
      'no game is liked. The words are filters. `famous`: the most-rated tenth of the rated games. `hidden`: games with at most as many ratings as the rated game ' +
      'in the middle has, those that nobody rated included, unless their own rating is known and below 70.',
  }),
  theme: tags({
    in: ['recommend', 'filters'],
    tag: 'theme',
    plural: 'themes',
    label: 'Theme',
    description: 'A result has at least one of these themes.',
  }),
  mode: tags({
    in: ['recommend', 'filters'],
    tag: 'mode',
    plural: 'modes',
    label: 'Mode',
    description: 'A result can be played in at least one of these modes.',
  }),
  perspective: tags({
    in: ['recommend', 'filters'],
    tag: 'perspective',
    plural: 'perspectives',
    label: 'Perspective',
    description: 'A result is seen from at least one of these perspectives.',
  }),
  rating: atLeast({
    in: ['recommend', 'filters'],
    label: 'Rating',
    least: 1,
    most: 100,
    description: "The least rating by IGDB's users, of 100. A game that nobody rated does not pass.",
  }),
  ratings: atLeast({
    in: ['recommend', 'filters'],
    label: 'Ratings',
    least: 1,
    most: 1_000_000,
    description: 'The least number of users who rated it.',
  }),
  type: choices({
    in: ['recommend', 'filters'],
    isFilter: true,
    label: 'Type',
    values: Object.keys(GAME_TYPES) as GameType[],
    description: "A result is of one of these of IGDB's types of game.",
  }),
  status: choice({
    in: ['recommend', 'filters'],
    isFilter: true,
    label: 'Release',
    values: ['released', 'coming'],
    description: '`coming`: only games that are not released yet. Otherwise only games that are.',
  }),
  exclude: games({
    in: ['recommend', 'filters'],
    isFilter: true,
    most: MAX_EXCLUDED,
    description:
      'Games that are not to be in the list, themselves or by an edition. They say nothing about taste.',
  }),
  variety: decimal({
    in: ['recommend'],
    least: 0,
    most: 1,
    default: 0,
    description:
      'How unlike each other the results are to be (maximal marginal relevance): of the first 200 games the list takes one after the ' +
      'other the one of the highest match × (1 - variety × its cosine with the most similar one above it), which then is its `match`.',
  }),
  direction: choice({
    in: ['recommend'],
    values: ['reverse'],
    description:
      '`reverse`: the games whose own fifty nearest hold the liked one, the most similar first. Takes one `like` and filters.',
  }),
  adult: choice({
    in: ['recommend', 'search', 'lookup', 'filters'],
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
    in: ['recommend', 'search', 'lookup', 'game'],
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
  cursor: token({
    in: ['recommend'],
    pattern: CURSOR,
    expected: 'what an answer had as `next`',
    description:
      'The `next` of an answer to the same question: goes on where that ended. A list ends at 200. It names the release it was ' +
      'made for; when there is a newer one, the answer is 410 and the list is to be asked for from its start.',
  }),
  fields: choices({
    in: ['recommend', 'search'],
    values: [...CARD_FIELDS, ...RESULT_FIELDS],
    description:
      'The parts of a result and of its game that the answer is to hold; the id is always there. Default: all.',
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

const NAMES_IN = new Map<Endpoint, Name[]>();

/** The names of the parameters that may stand there, in the order of the table. */
export function namesIn(endpoint: Endpoint): Name[] {
  const known = NAMES_IN.get(endpoint);
  if (known !== undefined) return known;
  const names = NAMES.filter((name) => (PARAMETERS[name].in as readonly Endpoint[]).includes(endpoint));
  NAMES_IN.set(endpoint, names);
  return names;
}

/** Those that narrow the results. */
export type FilterName = NameWith<{ isFilter: true }>;
export const FILTERS = NAMES.filter((name) => 'isFilter' in PARAMETERS[name]) as FilterName[];

/** Those of them that name tags. */
export type TagFilterName = NameWith<{ kind: 'tags' }>;
export const TAG_FILTERS = NAMES.filter((name) => PARAMETERS[name].kind === 'tags') as TagFilterName[];
