import type { Top } from './top.ts';

/**
 * Keeps the best games of the `limit` best families, so that no two games of a list are one to a player. The answer is that of
 * ranking all games and passing over every later one of a family, since a family's best game only ever gets better.
 * @param family of each game
 * @param without families that are not kept at all
 */
export function topFamilies(limit: number, family: Uint32Array, without: ReadonlySet<number>): Top {
  const kept: { item: number; score: number }[] = [];
  let bar = -Infinity;
  return {
    offer(item, score) {
      if (score <= bar) return;
      const own = family[item] ?? item;
      if (without.has(own)) return;
      const relative = kept.findIndex((other) => family[other.item] === own);
      if (relative !== -1) {
        if ((kept[relative]?.score ?? 0) >= score) return;
        kept.splice(relative, 1);
      }
      let place = kept.length;
      while (place > 0 && (kept[place - 1]?.score ?? 0) < score) place--;
      kept.splice(place, 0, { item, score });
      if (kept.length > limit) kept.pop();
      if (kept.length === limit) bar = kept.at(-1)?.score ?? bar;
    },
    best: () => kept,
  };
}
