/** A server in a process of its own, for `fork`: its work is not the load generator's. Says {@link Ready}, then answers each {@link Ask}. */
import { once } from 'node:events';
import { Session } from 'node:inspector/promises';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { http } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { createRecommendHandler } from '@playkin/functions/src/recommend/handler.ts';
import type { Storage } from '@playkin/functions/src/storage.ts';
import type { Ask, Ready, Report, ServerOrder } from './messages.ts';

const BYTES_PER_MIB = 1024 ** 2;
const { dataDir } = JSON.parse(process.argv[2] ?? '{}') as ServerOrder;

const bytesRead: Record<string, number> = {};
function counting(storage: Storage): Storage {
  return {
    ...storage,
    async read(path, range) {
      const bytes = await storage.read(path, range);
      bytesRead[basename(path)] = (bytesRead[basename(path)] ?? 0) + (bytes?.length ?? 0);
      return bytes;
    },
  };
}

if (dataDir === undefined) {
  http('served', (_req, res) => {
    res.send('Hello, world');
  });
} else {
  const sleep = (ms: number, signal?: AbortSignal) => setTimeout(ms, undefined, signal ? { signal } : {});
  const log = ({ message }: { message: string }) => process.stderr.write(`${message}\n`);
  const storage = counting(folderStorage(join(dataDir, 'bucket')));
  http(
    'served',
    createRecommendHandler({ storage, clock: Date.now, log, version: 'bench', recheckMs: 60_000, sleep }),
  );
}

const TOP = 5;

/** Of the functions by their own time: what they call counts for what is called. */
async function topCosts(session: Session): Promise<string[]> {
  const { profile } = await session.post('Profiler.stop');
  const { nodes, samples = [], timeDeltas = [] } = profile;
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const own = new Map<string, number>();
  let all = 0;
  samples.forEach((id, i) => {
    const frame = byId.get(id);
    if (frame === undefined || frame.functionName === '(idle)') return;
    const where =
      frame.url === '' ? '' : ` ${frame.url.split('/').slice(-2).join('/')}:${frame.lineNumber + 1}`;
    const name = (frame.functionName || '(anonymous)') + where;
    own.set(name, (own.get(name) ?? 0) + (timeDeltas[i] ?? 0));
    all += timeDeltas[i] ?? 0;
  });
  return [...own]
    .sort(([, a], [, b]) => b - a)
    .slice(0, TOP)
    .map(([name, time]) => `${name}: ${((100 * time) / all).toFixed(1)} %`);
}

const session = new Session();
session.connect();
process.on('message', (ask: Ask) => {
  const { user, system } = process.cpuUsage();
  const rssMb = Math.round(process.memoryUsage.rss() / BYTES_PER_MIB);
  const report: Report = { rssMb, cpuUs: user + system, bytesRead };
  const answer = async (): Promise<Report> => {
    if (ask === 'stopProfile') return { ...report, topCosts: await topCosts(session) };
    if (ask === 'startProfile') {
      await session.post('Profiler.enable');
      await session.post('Profiler.start');
    }
    return report;
  };
  void answer().then((answered) => process.send?.(answered));
});
// Nobody is left to answer.
process.on('disconnect', () => process.exit());

const server = getTestServer('served').listen(0, '127.0.0.1');
await once(server, 'listening');
const ready: Ready = { port: (server.address() as AddressInfo).port };
process.send?.(ready);
