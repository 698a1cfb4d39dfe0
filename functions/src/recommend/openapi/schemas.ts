import { FILTERS, PARAMETERS, TAG_FILTERS } from '@playkin/shared/parameters.ts';
import { FEATURE_KINDS } from '@playkin/shared/release.ts';

/** A JSON Schema (2020-12), as far as it is used here. */
export interface Schema {
  type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  enum?: readonly (string | number | boolean)[];
  anyOf?: Schema[];
  allOf?: Schema[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  default?: unknown;
  unevaluatedProperties?: boolean;
  $ref?: string;
}

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const listOf = (items: Schema): Schema => ({ type: 'array', items });
const text: Schema = { type: 'string' };
const number: Schema = { type: 'number' };
const count: Schema = { type: 'integer', minimum: 0 };
const share: Schema = { type: 'number', minimum: 0, maximum: 1 };
const yes: Schema = { type: 'boolean', enum: [true] };
const year: Schema = { type: 'integer', minimum: 1, maximum: 9999 };

/** An object of these properties and no others; those whose names end in `?` may be missing. */
function object(properties: Record<string, Schema>, description?: string): Schema {
  const entries = Object.entries(properties);
  return {
    type: 'object',
    ...(description !== undefined && { description }),
    properties: Object.fromEntries(entries.map(([name, schema]) => [name.replace(/\?$/, ''), schema])),
    required: entries.map(([name]) => name).filter((name) => !name.endsWith('?')),
    additionalProperties: false,
  };
}

const card = {
  id: count,
  slug: text,
  name: text,
  'localName?': text,
  'year?': year,
  platforms: listOf(text),
  genres: listOf(text),
  'cover?': text,
  'rating?': { ...number, minimum: 0, maximum: 100 },
  ratings: count,
  'adult?': yes,
};

/** `fields` may leave out everything but the id. */
const partialCard = Object.fromEntries(
  Object.entries(card).map(([name, schema]) => [
    name === 'id' ? name : `${name.replace(/\?$/, '')}?`,
    schema,
  ]),
);

const release = text;

/** What the API answers, by the names of the types in shared/src/api.ts. */
export const SCHEMAS: Readonly<Record<string, Schema>> = {
  GameCard: object(card, 'A game, as every answer shows it.'),
  PartialGameCard: object(
    partialCard,
    'A game with the fields asked for; without `fields`, all that are known.',
  ),
  SourceShare: object(
    { 'id?': count, 'trait?': text, share: number },
    'What a liked or unliked game, or a trait of more or less, adds to a score.',
  ),
  Reason: object(
    {
      kind: { ...text, enum: FEATURE_KINDS },
      name: text,
      share: number,
      'inferred?': yes,
      'from?': listOf(ref('SourceShare')),
    },
    'A trait that a result has in common with what is asked for, and its part of the score.',
  ),
  Recommendation: object({
    game: ref('PartialGameCard'),
    'score?': { ...share, description: 'The cosine.' },
    'match?': { ...share, description: 'What the list is ordered by: it never rises down the list.' },
    'why?': { ...listOf(ref('Reason')), maxItems: 6 },
    'against?': { ...listOf(ref('Reason')), maxItems: 3 },
    'others?': { ...number, description: 'With the shares of why and against it adds up to the score.' },
    'seeds?': listOf(ref('SourceShare')),
  }),
  RecommendAnswer: object({
    release,
    seeds: listOf(ref('GameCard')),
    results: listOf(ref('Recommendation')),
    matched: count,
    'drop?': object({ filter: { ...text, enum: FILTERS }, matched: count }),
    'next?': text,
    rest: listOf(ref('GameCard')),
    withheld: count,
    littleKnown: listOf(count),
  }),
  SearchAnswer: object({
    release,
    results: listOf(object({ game: ref('PartialGameCard'), 'alias?': text })),
    withheld: count,
  }),
  LookupAnswer: object({
    release,
    results: listOf(object({ title: text, 'game?': ref('GameCard'), 'alias?': text })),
  }),
  FilterOption: object({ slug: text, name: text, games: count }),
  FiltersAnswer: object({
    release,
    ...Object.fromEntries(TAG_FILTERS.map((name) => [PARAMETERS[name].plural, listOf(ref('FilterOption'))])),
    platformFamilies: listOf(ref('FilterOption')),
    types: listOf(ref('FilterOption')),
    matched: count,
    years: object({ from: count, to: count }),
    withheld: count,
  }),
  TraitsAnswer: object({
    release,
    traits: listOf(object({ slug: text, name: text, games: count, 'fit?': number })),
  }),
  GameAnswer: object({
    release,
    game: object({
      ...card,
      'summary?': text,
      themes: listOf(text),
      keywords: listOf(text),
      modes: listOf(text),
      perspectives: listOf(text),
      developers: listOf(text),
      publishers: listOf(text),
      series: listOf(text),
      engines: listOf(text),
      traits: listOf(object({ name: text, 'inferred?': yes })),
      editions: listOf(object({ id: count, slug: text, name: text, 'year?': year })),
    }),
  }),
  QualityAnswer: object({
    release,
    runs: listOf(
      object({
        release: text,
        runId: text,
        createdAt: text,
        games: count,
        metrics: { type: 'object', additionalProperties: number },
      }),
    ),
  }),
  HealthAnswer: object({
    status: { ...text, enum: ['ok'] },
    release,
    games: count,
    version: text,
    memoryMb: count,
    'hoursSinceGoodNight?': number,
    'night?': { type: 'object', description: 'How the nightly stages stood.' },
  }),
  Problem: object(
    { type: text, title: text, status: { type: 'integer' }, detail: text, 'parameter?': text },
    'RFC 9457: what is wrong, in a sentence, and of which parameter.',
  ),
};
