/** The best of many, offered one at a time. */
export interface Top {
  offer(item: number, score: number): void;
  /** Best first; of equal scores the one offered first. */
  best(): { item: number; score: number }[];
}

/** Keeps the `limit` highest scores. Meant for short lists: an insertion costs as much as the list is long. */
export function top(limit: number): Top {
  const kept: { item: number; score: number }[] = [];
  let bar = -Infinity;
  return {
    offer(item, score) {
      if (score <= bar) return;
      let at = kept.length;
      while (at > 0 && (kept[at - 1]?.score ?? 0) < score) at--;
      kept.splice(at, 0, { item, score });
      if (kept.length > limit) kept.pop();
      if (kept.length === limit) bar = kept.at(-1)?.score ?? bar;
    },
    best: () => kept,
  };
}
