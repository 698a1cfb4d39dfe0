import { type Endpoint, ENDPOINTS } from '@playkin/shared/parameter-kinds.ts';
import { namesIn, PARAMETERS } from '@playkin/shared/parameters.ts';
import { type Schema, SCHEMAS } from './schemas.ts';

type Parameter = (typeof PARAMETERS)[keyof typeof PARAMETERS];

/** What each endpoint is for, where it is and what it answers. */
const OPERATIONS: Record<Endpoint, { path: string; summary: string; answer?: string }> = {
  recommend: {
    path: '/api/recommend',
    summary: 'The games most like what is asked for, and why.',
    answer: 'RecommendAnswer',
  },
  search: { path: '/api/search', summary: 'Games by title, forgiving.', answer: 'SearchAnswer' },
  lookup: { path: '/api/lookup', summary: 'The games that pasted titles mean.', answer: 'LookupAnswer' },
  filters: {
    path: '/api/filters',
    summary: 'What the filters can be set to, with the numbers of games that a question then has.',
    answer: 'FiltersAnswer',
  },
  traits: {
    path: '/api/traits',
    summary: 'What there can be more or less of, and which of it fits games.',
    answer: 'TraitsAnswer',
  },
  game: { path: '/api/games/{game}', summary: 'One game.', answer: 'GameAnswer' },
  quality: { path: '/api/quality', summary: 'What was measured of each release.', answer: 'QualityAnswer' },
  health: { path: '/api/health', summary: 'Whether it answers, and from what.', answer: 'HealthAnswer' },
  openapi: { path: '/api/openapi.json', summary: 'This document.' },
};

/** Endpoints that a question can be asked of which no release holds an answer to. */
const NOT_FOUND: readonly Endpoint[] = ['recommend', 'filters', 'traits', 'game'];

function schemaOf(parameter: Parameter): Schema {
  switch (parameter.kind) {
    case 'games':
      return {
        type: 'array',
        items: { type: 'string' },
        maxItems: parameter.most,
        ...('weights' in parameter && {
          description: 'Ids, ids and slugs, or slugs, each with a weight after a colon where it is not 1.',
        }),
      };
    case 'tags':
    case 'traits':
      return { type: 'array', items: { type: 'string' }, maxItems: parameter.most };
    case 'choices':
      return { type: 'array', items: { type: 'string', enum: parameter.values } };
    case 'choice':
      return { type: 'string', enum: parameter.values };
    case 'choiceOrDecimal':
      return {
        anyOf: [
          { type: 'string', enum: parameter.values },
          { type: 'number', minimum: parameter.least, maximum: parameter.most },
        ],
      };
    case 'integer':
    case 'decimal':
      return {
        type: parameter.kind === 'integer' ? 'integer' : 'number',
        minimum: parameter.least,
        maximum: parameter.most,
        ...(parameter.default !== undefined && { default: parameter.default }),
      };
    case 'text':
      return { type: 'string', maxLength: parameter.most };
    case 'lines':
      return { type: 'string', minLength: 1 };
    case 'token':
      return { type: 'string', pattern: parameter.pattern.source };
  }
}

function parametersOf(endpoint: Endpoint): object[] {
  const inPath =
    endpoint === 'game'
      ? [
          {
            name: 'game',
            in: 'path',
            required: true,
            description: "IGDB's id, an id and a slug such as 14593.hollow-knight, or a slug.",
            schema: { type: 'string' },
          },
        ]
      : [];
  const inQuery = namesIn(endpoint).map((name) => {
    const schema = schemaOf(PARAMETERS[name]);
    return {
      name,
      in: 'query',
      ...(PARAMETERS[name].kind === 'lines' && { required: true }),
      description: PARAMETERS[name].description,
      // Lists are separated by commas.
      ...(schema.type === 'array' && { style: 'form', explode: false }),
      schema,
    };
  });
  return [...inPath, ...inQuery];
}

const json = (schema: Schema, type = 'application/json') => ({ content: { [type]: { schema } } });
const problem = (description: string) => ({
  description,
  ...json({ $ref: '#/components/schemas/Problem' }, 'application/problem+json'),
});

function operationOf(endpoint: Endpoint): object {
  const { summary, answer } = OPERATIONS[endpoint];
  const schema: Schema =
    answer === undefined ? { type: 'object' } : { $ref: `#/components/schemas/${answer}` };
  return {
    operationId: endpoint,
    summary,
    parameters: parametersOf(endpoint),
    responses: {
      200: { description: summary, ...json(schema) },
      304: { description: 'The answer is the one of the ETag in If-None-Match.' },
      400: problem('A parameter is not what it should be; `detail` says what was expected.'),
      ...(NOT_FOUND.includes(endpoint) && { 404: problem('There is no such game.') }),
      ...(endpoint === 'recommend' && {
        410: problem('The cursor is of a release that is no longer served.'),
      }),
      414: problem('The address is too long.'),
      503: problem('There is no release to answer from yet; Retry-After says when to ask again.'),
    },
  };
}

/** The API in OpenAPI 3.1, made from the table of parameters. */
export function openApiDocument(): object {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Playkin',
      version: '1',
      description:
        'The games most like those you love, and why. Answers are the same for the same question and release, which each names. ' +
        'The data comes from IGDB.com, whose terms allow no re-serving of it as a data API: lists end at 200 games.',
    },
    paths: Object.fromEntries(
      ENDPOINTS.map((endpoint) => [OPERATIONS[endpoint].path, { get: operationOf(endpoint) }]),
    ),
    components: { schemas: SCHEMAS },
  };
}
