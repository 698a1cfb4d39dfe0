/** The best of many, offered one at a time. */
export interface Top {
  offer(item: number, score: number): void;
  /** What an item must exceed, or equal with a lower number, to be kept; -Infinity while there is room. */
  least(): number;
  /** Best first; of equal scores the item with the lower number. */
  best(): { item: number; score: number }[];
}

/** Keeps the `limit` highest scores, in a binary heap with the worst of them on top. */
export function top(limit: number): Top {
  const items: number[] = [];
  const scores: number[] = [];
  const isWorse = (item: number, score: number, place: number) => {
    const other = scores[place] ?? 0;
    return score < other || (score === other && item > (items[place] ?? 0));
  };

  /** Moves what is worse up, from a free place at the end. */
  function rise(item: number, score: number) {
    let place = items.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!isWorse(item, score, above)) break;
      items[place] = items[above] ?? 0;
      scores[place] = scores[above] ?? 0;
      place = above;
    }
    items[place] = item;
    scores[place] = score;
  }

  /** Puts it in place of the worst. */
  function sink(item: number, score: number) {
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= items.length) break;
      const right = below + 1;
      if (right < items.length && isWorse(items[right] ?? 0, scores[right] ?? 0, below)) below = right;
      if (isWorse(item, score, below)) break;
      items[place] = items[below] ?? 0;
      scores[place] = scores[below] ?? 0;
      place = below;
    }
    items[place] = item;
    scores[place] = score;
  }

  return {
    offer(item, score) {
      if (items.length < limit) rise(item, score);
      else if (limit > 0 && !isWorse(item, score, 0)) sink(item, score);
    },
    least: () => (items.length < limit ? -Infinity : (scores[0] ?? Infinity)),
    best: () =>
      items
        .map((item, place) => ({ item, score: scores[place] ?? 0 }))
        .sort((a, b) => b.score - a.score || a.item - b.item),
  };
}
