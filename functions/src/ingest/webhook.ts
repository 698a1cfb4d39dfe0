import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { HttpFunction } from '@google-cloud/functions-framework';
import { isJsonObject, type JsonObject } from '@playkin/shared/json.ts';
import type { Clock } from '../clock.ts';
import { recordWebhookId } from './webhook-ids.ts';
import { failure, type Log } from '../log.ts';
import { ProblemError, sendProblem } from '../problem.ts';
import type { Storage } from '../storage.ts';

/** Ten times a large record of IGDB. */
const MAX_BODY_BYTES = 1024 ** 2;

export interface WebhookHandlerOptions {
  storage: Storage;
  clock: Clock;
  /** What IGDB was given when the webhook was registered; without it every call is refused. */
  secret: string | undefined;
  log: Log;
}

/**
 * The function that IGDB calls when a game is created, changed or deleted: POST with one game, unexpanded, or with the id
 * alone of one that is gone. It records the id, and the next smart run of ingest fetches the game: payloads come with fields
 * missing. 200 once the id is recorded, which takes one small write: IGDB waits for 15 s, and after five failures calls no
 * more. A call that comes twice does no harm.
 */
export function createWebhookHandler({ storage, clock, secret, log }: WebhookHandlerOptions): HttpFunction {
  return async (req, res) => {
    const refuse = (status: number, detail: string) => {
      sendProblem(res, new ProblemError(status, detail));
    };
    if (req.method !== 'POST') {
      res.setHeader('allow', 'POST');
      refuse(405, `Expected POST, found ${req.method}.`);
    } else if (secret === undefined) {
      log({ severity: 'WARNING', message: 'A webhook came, but IGDB_WEBHOOK_SECRET is not set.' });
      refuse(503, 'No secret is set for webhooks, so none is taken.');
    } else if (!isFromIgdb(req.headers, secret)) {
      refuse(401, 'Expected the secret of the webhook in the header X-Secret.');
    } else if ((req.rawBody?.length ?? 0) > MAX_BODY_BYTES) {
      refuse(413, `Expected at most ${MAX_BODY_BYTES} bytes, found ${req.rawBody?.length ?? 0}.`);
    } else {
      const id = idOf(req.body);
      if (id === undefined) {
        refuse(400, 'Expected a game with a positive whole number as its id.');
        return;
      }
      try {
        await recordWebhookId(storage, id, clock());
        res.json({ id });
      } catch (error) {
        log(failure('ERROR', `The webhook of game ${id} could not be recorded`, error));
        refuse(503, 'The id could not be recorded; send it again.');
      }
    }
  };
}

/** Whether a request has the secret, so that its body is worth reading. A stranger's would take an instance's memory. */
export const isFromIgdb = (headers: IncomingHttpHeaders, secret: string | undefined): boolean =>
  secret !== undefined && isSecret(headers['x-secret'], secret);

/** Compared as digests, which are of one length: the time it takes tells nothing of the secret. */
const isSecret = (sent: string | string[] | undefined, secret: string): boolean =>
  typeof sent === 'string' && timingSafeEqual(sha256(sent), sha256(secret));

const sha256 = (text: string) => createHash('sha256').update(text).digest();

/** @param body as the framework parsed it: an object of JSON or of a form; text or bytes of any other type */
function idOf(body: unknown): number | undefined {
  const { id } = objectIn(body);
  // IGDB's example of a deletion, and every form, has the digits as text.
  const number = typeof id === 'string' && /^\d+$/.test(id) ? Number(id) : id;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

function objectIn(body: unknown): JsonObject {
  try {
    const json: unknown = typeof body === 'string' || Buffer.isBuffer(body) ? JSON.parse(String(body)) : body;
    return isJsonObject(json) ? json : {};
  } catch {
    return {};
  }
}
