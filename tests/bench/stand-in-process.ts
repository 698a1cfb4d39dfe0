/**
 * A stand-in in a process of its own, for `fork`: its work is not the client's. Says {@link Ready}, then sets its limits as
 * each {@link Limits} that comes asks, and answers with the {@link Traffic} since the one before.
 */
import { setTimeout } from 'node:timers/promises';
import { readCatalogueLines } from '@playkin/functions/src/catalogue/file.ts';
import type { Hook } from '@playkin/functions/src/stand-in/exchange.ts';
import { tooManyRequests } from '@playkin/functions/src/stand-in/reply.ts';
import { startStandIn } from '@playkin/functions/src/stand-in/stand-in.ts';
import { createThrottle, type Throttle } from '@playkin/functions/src/stand-in/throttle.ts';
import type { Limits, Ready, StandInOrder, Traffic } from './stand-in-messages.ts';

const { catalog, changeEvery } = JSON.parse(process.argv[2] ?? '{}') as StandInOrder;

let games = 0;
let changed = 0;
async function* records() {
  for await (const { text, record } of readCatalogueLines(catalog)) {
    games += 1;
    if (changeEvery === undefined || games % changeEvery !== 0) {
      yield text;
      continue;
    }
    changed += 1;
    const updated = { updated_at: Math.floor(Date.now() / 1000), checksum: `changed-${games}` };
    yield JSON.stringify({ ...record, ...updated });
  }
}

const none = (): Traffic => ({ requests: 0, pages: 0, refused: 0, firstPageMs: 0, lastPageMs: 0 });
let traffic = none();
let latencyMs = 0;
let throttle: Throttle;

const limited: Hook = async ({ url, response }, next) => {
  traffic.requests += 1;
  if (!url.pathname.startsWith('/v4/')) return next();
  if (!throttle.enter()) {
    traffic.refused += 1;
    return tooManyRequests();
  }
  response.once('close', throttle.leave);
  if (url.pathname === '/v4/games') {
    traffic.pages += 1;
    traffic.lastPageMs = performance.now();
    if (traffic.pages === 1) traffic.firstPageMs = traffic.lastPageMs;
  }
  await setTimeout(latencyMs);
  return next();
};

const { baseUrl, tokenUrl } = await startStandIn({
  records: records(),
  clock: Date.now,
  requestsPerSecond: Infinity,
  maxOpen: Infinity,
  hooks: [limited],
});
process.on('message', (limits: Limits) => {
  throttle = createThrottle({ ...limits, clock: Date.now });
  latencyMs = limits.latencyMs;
  process.send?.(traffic);
  traffic = none();
});
const ready: Ready = { baseUrl, tokenUrl, games, changed };
process.send?.(ready);
