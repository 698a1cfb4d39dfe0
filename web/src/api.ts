import type {
  FiltersAnswer,
  GameAnswer,
  GameCard,
  Problem,
  RecommendAnswer,
  RecommendQuery,
  SearchAnswer,
  TraitsAnswer,
} from '@playkin/shared/api.ts';
import {
  gameReference,
  parseGameReference,
  parseWeighted,
  refersTo,
  withWeight,
} from '@playkin/shared/game-reference.ts';
import type { Language } from '@playkin/shared/release.ts';
import { formatQuery } from '@playkin/shared/query.ts';

/** A path of the API; `T` is the type of its answer. */
export interface Request<T> {
  path: string;
  /** The path by the ids that the answer names, under which it is kept as well. Default: its own path only. */
  pathByIds?: (answer: T) => string;
}

type Adult = RecommendQuery['adult'];

/** What the filters can be set to, with the numbers of games that the question then has. */
export const filters = (query: RecommendQuery): Request<FiltersAnswer> => ({
  path: `/api/filters?${String(formatQuery('filters', byIds(query)))}`,
});
/** What there can be more or less of, those first that the question's games have. */
export const traits = (query: RecommendQuery): Request<TraitsAnswer> => ({
  path: `/api/traits?${String(formatQuery('traits', byIds(query)))}`,
});
/** An empty text asks for the most famous games. */
export const search = (
  text: string,
  limit: number,
  { adult, lang }: { adult?: Adult; lang?: Language | undefined } = {},
): Request<SearchAnswer> => ({
  path: `/api/search?q=${encodeURIComponent(text)}${given('adult', adult)}${given('lang', lang)}&limit=${limit}`,
});

const given = (name: string, value: string | undefined) => (value === undefined ? '' : `&${name}=${value}`);

const gameApiPath = (reference: string, lang?: Language) =>
  `/api/games/${encodeURIComponent(byId(parseWeighted(reference).reference))}${lang === undefined ? '' : `?lang=${lang}`}`;
const recommendApiPath = (query: RecommendQuery) =>
  `/api/recommend?${String(formatQuery('recommend', byIds(query)))}`;
const byIds = (query: RecommendQuery): RecommendQuery => ({
  ...query,
  like: query.like.map(byId),
  unlike: query.unlike.map(byId),
});

/** The id alone where the reference has one: an answer does not depend on how the slug is spelt. */
function byId(weighted: string): string {
  const { reference, weight } = parseWeighted(weighted);
  const { id } = parseGameReference(reference);
  return withWeight(id === undefined ? reference : String(id), weight);
}

/** @param reference an id, an id and a slug, or a slug */
export const game = (reference: string, lang?: Language): Request<GameAnswer> => ({
  path: gameApiPath(reference, lang),
  pathByIds: (answer) => gameApiPath(String(answer.game.id), lang),
});
export const recommend = (query: RecommendQuery): Request<RecommendAnswer> => ({
  path: recommendApiPath(query),
  pathByIds: ({ seeds }) => recommendApiPath(withIds(query, seeds)),
});

/** The query with `like` naming each game as the answer's seeds do: old addresses by slug become those that last. */
export const withIds = (query: RecommendQuery, seeds: readonly GameCard[]): RecommendQuery => ({
  ...query,
  like: query.like.map((reference) => {
    const seed = seeds.find((card) => refersTo(reference, card));
    return seed === undefined ? reference : withWeight(gameReference(seed), parseWeighted(reference).weight);
  }),
});

/** What the page about the API shows of its OpenAPI document. */
export interface ApiDocument {
  info: { description: string };
  paths: Record<string, { get: ApiOperation }>;
}

interface ApiOperation {
  summary: string;
  parameters: { name: string; in: string; required?: boolean; description: string; schema: ApiSchema }[];
  responses: Record<string, { description: string }>;
}

export interface ApiSchema {
  type?: string;
  enum?: string[];
  items?: ApiSchema;
  anyOf?: ApiSchema[];
  minimum?: number;
  maximum?: number;
  maxItems?: number;
  default?: unknown;
}

export const apiDocument: Request<ApiDocument> = { path: '/api/openapi.json' };

export interface Api {
  /** The answer if it is cached, so that going back shows it at once. */
  peek<T>(request: Request<T>): T | undefined;
  /** @throws {@link ApiError} with a sentence for the visitor. */
  get<T>(request: Request<T>, signal: AbortSignal): Promise<T>;
}

/** The API refused a request or could not be reached. The message is a sentence for the visitor. */
export class ApiError extends Error {
  override name = 'ApiError';
  /** HTTP status; undefined when no answer came. */
  readonly status: number | undefined;
  /** The parameter of the request that was refused, where one was. */
  readonly parameter: string | undefined;
  /** Whether trying again may help: not after a refusal (4xx), except for a rate limit (429). */
  readonly passing: boolean;

  constructor(message: string, status?: number, parameter?: string) {
    super(message);
    this.status = status;
    this.parameter = parameter;
    this.passing = status === undefined || status >= 500 || status === 429;
  }
}

/** Size of the cache; a visitor rarely sees more pages. */
const CACHED_ANSWERS = 100;
/** A cold function needs a few seconds to answer; few visitors wait longer than this. */
const TIMEOUT_MS = 15_000;

export type Fetch = (path: string, init: { signal: AbortSignal }) => Promise<Response>;

export function createApi(fetch: Fetch): Api {
  const answers = new Map<string, unknown>();

  const keep = (path: string, answer: unknown) => {
    answers.delete(path);
    answers.set(path, answer);
    const [oldest] = answers.keys();
    if (answers.size > CACHED_ANSWERS && oldest !== undefined) answers.delete(oldest);
  };

  return {
    peek: <T>({ path }: Request<T>) => answers.get(path) as T | undefined,

    async get<T>({ path, pathByIds }: Request<T>, signal: AbortSignal): Promise<T> {
      if (answers.has(path)) return answers.get(path) as T;
      const timeout = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(path, { signal: AbortSignal.any([signal, timeout]) }).catch(() => {
        throw new ApiError(
          timeout.aborted
            ? 'Playkin takes too long to answer.'
            : 'Playkin cannot be reached: are you offline?',
        );
      });
      if (!response.ok) throw await refusal(response);
      const answer = (await response.json()) as T;
      keep(path, answer);
      if (pathByIds !== undefined) keep(pathByIds(answer), answer);
      return answer;
    },
  };
}

async function refusal(response: Response): Promise<ApiError> {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true;
  const { detail, parameter } = isProblem ? ((await response.json()) as Partial<Problem>) : {};
  const sentence = detail ?? `Playkin could not answer (${response.status}).`;
  return new ApiError(sentence, response.status, parameter);
}
