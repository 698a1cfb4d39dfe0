import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import autocannon from 'autocannon';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { seededRandom } from '@playkin/functions/src/evaluate/random.ts';
import { loadRelease } from '@playkin/functions/src/recommend/release/load.ts';
import { manifestPath, RELEASE_FILES, releasePath } from '@playkin/shared/release.ts';
import type { Ask, Ready, Report, ServerOrder } from './recommend/messages.ts';
import { type Question, questionsOf } from './recommend/questions.ts';

const CONNECTIONS = 32;
const SECONDS = 6;
/** Compiles what is hot, so that two runs agree. */
const WARM_UP_SECONDS = 2;
const PROFILE_SECONDS = 2;
/** So many different questions of each connection, before it begins again. */
const QUESTIONS = 3_000;
/** All kinds of questions in turn. */
const MIXED_MINUTES = 2;
const SERVER = join(import.meta.dirname, 'recommend/server-process.ts');
const FIRST_QUESTION = '/api/recommend?like=hollow-knight';

async function startServer(order: ServerOrder) {
  // As functions/deploy/entrypoint.sh and the Dockerfile start it.
  const child = fork(SERVER, [JSON.stringify(order)], {
    execArgv: ['--max-semi-space-size=4'],
    env: { ...process.env, MALLOC_ARENA_MAX: '2' },
  });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('The server has ended.')));
  ended.catch(() => undefined);
  const next = async () => ((await Promise.race([once(child, 'message'), ended])) as [unknown])[0];
  const { port } = (await next()) as Ready;
  return {
    origin: `http://127.0.0.1:${port}`,
    ask: async (ask: Ask) => {
      const told = next();
      child.send(ask);
      return (await told) as Report;
    },
    close: () => void child.kill(),
  };
}

let seed = 0;
type Server = Awaited<ReturnType<typeof startServer>>;

/** Each connection asks its own questions. */
async function load({ origin, ask }: Server, question: Question, seconds: number) {
  const before = (await ask('report')).cpuUs;
  const { requests, latency, non2xx, errors } = await autocannon({
    url: origin,
    connections: CONNECTIONS,
    duration: seconds,
    setupClient: (client) => {
      const random = seededRandom(++seed);
      client.setRequests(Array.from({ length: QUESTIONS }, () => ({ path: question(random) })));
    },
  });
  if (non2xx + errors > 0) throw new Error(`${non2xx} answers were not 2xx, ${errors} failed`);
  const cpuUs = Math.round(((await ask('report')).cpuUs - before) / requests.total);
  return { perSecond: Math.round(requests.average), p50Ms: latency.p50, p99Ms: latency.p99, cpuUs };
}

/** From the start of the process to the first answer, and what was read for it; the files are in the system's cache. */
async function startUp(dataDir: string) {
  const startedAt = performance.now();
  const server = await startServer({ dataDir });
  const response = await fetch(server.origin + FIRST_QUESTION);
  await response.arrayBuffer();
  const firstAnswerMs = Math.round(performance.now() - startedAt);
  const { bytesRead, rssMb } = await server.ask('report');
  const firstAnswerBytes = Object.values(bytesRead).reduce((sum, bytes) => sum + bytes, 0);
  return { server, figures: { firstAnswerMs, firstAnswerBytes, rssAfterLoadMb: rssMb } };
}

async function bytesOnDisk(dataDir: string, release: string): Promise<Record<string, number>> {
  const storage = folderStorage(join(dataDir, 'bucket'));
  const paths = [...RELEASE_FILES.map((file) => releasePath(release, file)), manifestPath(release)];
  const sizes: Record<string, number> = { all: 0 };
  for (const path of paths) {
    const bytes = (await storage.read(path))?.length ?? 0;
    sizes[path.split('/').at(-1) ?? path] = bytes;
    sizes['all'] = (sizes['all'] ?? 0) + bytes;
  }
  return sizes;
}

/** In a process of its own: a profile takes memory too. */
async function loadMixed(dataDir: string, questions: readonly Question[]) {
  const { server } = await startUp(dataDir);
  const question: Question = (random) =>
    (questions[Math.floor(random() * questions.length)] ?? (() => '/'))(random);
  const rssMb = [];
  const loaded = load(server, question, MIXED_MINUTES * 60);
  for (let minute = 0; minute < MIXED_MINUTES * 2; minute++) {
    await setTimeout(29_000);
    rssMb.push((await server.ask('report')).rssMb);
  }
  const mixed = await loaded;
  server.close();
  return { mixed, rssMb };
}

/**
 * Requests a second at 32 connections, and the processor time that each took, beside the functions framework's hello world on the
 * same machine in the same run; after each kind of question, which functions took most time; and what start, memory and disk come to.
 */
export async function benchRecommend(dataDir: string): Promise<object> {
  const release = await loadRelease(folderStorage(join(dataDir, 'bucket')));
  const questions = questionsOf(release);
  const disk = await bytesOnDisk(dataDir, release.name);

  const starts = [];
  for (let i = 0; i < 3; i++) {
    const { server, figures } = await startUp(dataDir);
    starts.push(figures);
    server.close();
  }
  const hello = await startServer({});
  await load(hello, () => '/', WARM_UP_SECONDS);
  const peer = await load(hello, () => '/', SECONDS);
  hello.close();

  const { server } = await startUp(dataDir);
  const figures: Record<string, object> = { helloWorld: peer };
  const topCosts: Record<string, string[] | undefined> = {};
  for (const [name, question] of Object.entries(questions)) {
    await load(server, question, WARM_UP_SECONDS);
    const figure = await load(server, question, SECONDS);
    figures[name] = { ...figure, ofHelloWorld: Math.round((100 * figure.perSecond) / peer.perSecond) / 100 };
    process.stderr.write(`${name}: ${JSON.stringify(figures[name])}\n`);
    await server.ask('startProfile');
    await load(server, question, PROFILE_SECONDS);
    topCosts[name] = (await server.ask('stopProfile')).topCosts;
  }

  server.close();

  const { mixed, rssMb } = await loadMixed(dataDir, Object.values(questions));
  figures['mixed'] = mixed;
  return {
    ...figures,
    topCosts,
    starts,
    rssEachHalfMinuteMb: rssMb,
    bytesOnDisk: disk,
    games: release.gameCount,
  };
}
