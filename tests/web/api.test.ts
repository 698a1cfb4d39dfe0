import { expect, test } from 'vitest';
import { ApiError, createApi, game, recommend, search } from '../../web/src/api.ts';
import { EMPTY_QUERY } from '../../web/src/query-edits.ts';

/** Answers every path with what `answer` makes, and keeps what was asked. */
function recordingFetch(answer: (path: string) => Response | Promise<Response>) {
  const asked: string[] = [];
  const signals: AbortSignal[] = [];
  const fetch = async (path: string, { signal }: { signal: AbortSignal }) => {
    asked.push(path);
    signals.push(signal);
    return answer(path);
  };
  return { fetch, asked, signals };
}

const never = new AbortController().signal;
const problem = (status: number, detail: string) =>
  new Response(JSON.stringify({ type: 'about:blank', title: 'Not Found', status, detail }), {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8' },
  });

test('paths carry what was asked for, escaped', () => {
  expect(search('hifi', 8, { adult: 'include' }).path).toBe('/api/search?q=hifi&adult=include&limit=8');
  expect(search('witcher', 8, { lang: 'pl' }).path).toBe('/api/search?q=witcher&lang=pl&limit=8');
  expect(search('baldur’s gate & 3', 8).path).toBe('/api/search?q=baldur%E2%80%99s%20gate%20%26%203&limit=8');
  expect(game('a/b').path).toBe('/api/games/a%2Fb');
  expect(recommend({ ...EMPTY_QUERY, like: ['celeste'], to: 2010 }).path).toBe(
    '/api/recommend?like=celeste&to=2010',
  );
});

test('an answer is fetched once and then at hand', async () => {
  const { fetch, asked } = recordingFetch(() => Response.json({ release: 'r1', results: [] }));
  const api = createApi(fetch);
  const request = search('celeste', 8);
  expect(api.peek(request)).toBeUndefined();
  const answer = await api.get(request, never);
  expect(answer).toEqual({ release: 'r1', results: [] });
  expect(await api.get(request, never)).toBe(answer);
  expect(api.peek(request)).toBe(answer);
  expect(asked).toEqual([request.path]);
});

test('the oldest answers make room for new ones', async () => {
  const api = createApi(recordingFetch((path) => Response.json({ path })).fetch);
  for (let i = 0; i <= 100; i++) await api.get(search(`game ${i}`, 8), never);
  expect(api.peek(search('game 0', 8))).toBeUndefined();
  expect(api.peek(search('game 1', 8))).toBeDefined();
});

test('a refusal says what the problem is, and that asking again does not help', async () => {
  const api = createApi(recordingFetch(() => problem(404, 'There is no game "x".')).fetch);
  const error = await api.get(game('x'), never).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ message: 'There is no game "x".', status: 404, passing: false });
});

const ANSWER = { release: 'r1', game: { id: 7, slug: 'x' } };

test('an error is not kept: asking again may succeed', async () => {
  let broken = true;
  const { fetch } = recordingFetch(() =>
    broken ? new Response('<h1>Bad Gateway</h1>', { status: 502 }) : Response.json(ANSWER),
  );
  const api = createApi(fetch);
  await expect(api.get(game('x'), never)).rejects.toMatchObject({ status: 502, passing: true });
  broken = false;
  await expect(api.get(game('x'), never)).resolves.toEqual(ANSWER);
});

test('a network that is down is told apart from an answer', async () => {
  const api = createApi(recordingFetch(() => Promise.reject(new TypeError('Failed to fetch'))).fetch);
  await expect(api.get(game('x'), never)).rejects.toMatchObject({
    message: expect.stringContaining('offline'),
    status: undefined,
    passing: true,
  });
});

test('a question nobody waits for is dropped', async () => {
  const { fetch, signals } = recordingFetch(() => new Promise<Response>(() => undefined));
  const controller = new AbortController();
  void createApi(fetch).get(game('x'), controller.signal);
  controller.abort();
  expect(signals[0]?.aborted).toBe(true);
});

test('an answer to an old address is at hand under the address that lasts', async () => {
  const { fetch, asked } = recordingFetch((path) =>
    Response.json(
      path.startsWith('/api/games/') ? ANSWER : { release: 'r1', seeds: [ANSWER.game], results: [] },
    ),
  );
  const api = createApi(fetch);
  await api.get(game('x'), never);
  await api.get(recommend({ ...EMPTY_QUERY, like: ['x'] }), never);
  expect(asked).toEqual(['/api/games/x', '/api/recommend?like=x']);
  expect(api.peek(game('7.x'))).toEqual(ANSWER);
  expect(api.peek(recommend({ ...EMPTY_QUERY, like: ['7.renamed'] }))).toBeDefined();
  expect(recommend({ ...EMPTY_QUERY, like: ['7.x'], unlike: ['8.y'] }).path).toBe(
    '/api/recommend?like=7&unlike=8',
  );
});
