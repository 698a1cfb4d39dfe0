import type { Ask } from '@playkin/functions/src/igdb/ask.ts';
import { MAX_ATTEMPTS } from '@playkin/functions/src/igdb/retry.ts';

export interface Changes {
  add(id: number): void;
  remove(id: number): void;
  /** Gives this answer instead, once, whatever is asked. */
  repeatLast(): void;
}

export interface ChangingIgdbOptions {
  ids: readonly number[];
  random: () => number;
  /** Called before each answer is made. */
  onRequest?: (changes: Changes) => void;
  /** Default: true. */
  counts?: boolean;
}

const ANSWER = /^fields id; where id > (\d+); sort id asc; limit (\d+);(?: offset (\d+);)?$/;

/** Answers queries for pages out of ids that may change between them, each after a random time. */
export function changingIgdb({ ids, random, onRequest, counts = true }: ChangingIgdbOptions) {
  const present = new Set(ids);
  const asked: { afterId: number; limit: number; offset: number }[] = [];
  let last: unknown[] = [];
  let repeat = false;
  let open = 0;
  const log = { asked, maxOpen: 0 };

  const changes: Changes = {
    add: (id) => present.add(id),
    remove: (id) => present.delete(id),
    repeatLast() {
      repeat = true;
    },
  };

  const answer = (query: string) => {
    onRequest?.(changes);
    const [, afterId, limit, offset = '0'] = ANSWER.exec(query) ?? [];
    const page = { afterId: Number(afterId), limit: Number(limit), offset: Number(offset) };
    asked.push(page);
    const matching = [...present].filter((id) => id > page.afterId).sort((a, b) => a - b);
    const end = page.offset + page.limit;
    const records = repeat ? last : matching.slice(page.offset, end).map((id) => ({ id }));
    [last, repeat] = [records, false];
    return { records, count: matching.length };
  };

  const pass = async () => {
    for (let i = Math.floor(random() * 6); i > 0; i -= 1) await new Promise(setImmediate);
  };

  const ask: Ask = async (_endpoint, query, read, signal) => {
    open += 1;
    log.maxOpen = Math.max(log.maxOpen, open);
    try {
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
        await pass();
        signal?.throwIfAborted();
        const { records, count } = answer(query);
        await pass();
        const reading = read(records, (name) => (counts && name === 'x-count' ? String(count) : null));
        if ('value' in reading) return reading.value;
      }
      throw new Error('no answer that could be used');
    } finally {
      open -= 1;
    }
  };

  return { ask, log };
}
