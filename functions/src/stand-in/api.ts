import { answerCount, answerMultiquery, answerQuery } from './answer/answer.ts';
import type { Database } from './database/database.ts';
import type { Exchange } from './exchange.ts';
import { QueryRefused } from './query/query.ts';
import { notAuthorized, notFound, queryRefused } from './reply.ts';
import { jsonBytesReply, type Reply } from './reply.ts';

/** Answers IGDB's part, all that is below `/v4/`. */
export function answerApi(database: Database, exchange: Exchange): Reply {
  const { request, tokens } = exchange;
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const clientId = request.headers['client-id'];
  if (typeof clientId !== 'string' || !tokens.isValid(token, clientId)) return notAuthorized();
  // Queries are POST only. What IGDB says of other methods is not recorded; this is what it says of unknown paths.
  if (request.method !== 'POST') return notFound();
  try {
    return answerEndpoint(database, exchange);
  } catch (error) {
    if (error instanceof QueryRefused) return queryRefused(error);
    throw error;
  }
}

function answerEndpoint(database: Database, { url, body }: Exchange): Reply {
  const [, , endpoint = '', count, ...rest] = url.pathname.split('/');
  if (endpoint === 'multiquery' && count === undefined) {
    const answer = answerMultiquery(database, body);
    return answer === undefined ? notFound() : jsonBytesReply(200, answer.json);
  }
  const table = database.table(endpoint);
  if (table === undefined || (count !== undefined && count !== 'count') || rest.length > 0) return notFound();
  const answer =
    count === undefined ? answerQuery(database, table, body) : answerCount(database, table, body);
  const reply = jsonBytesReply(200, answer.json);
  return { ...reply, headers: { ...reply.headers, 'x-count': answer.count.toString() } };
}
