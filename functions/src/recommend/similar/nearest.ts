import { WEIGHT_SCALE } from '@playkin/shared/release.ts';
import { type BitSet, isIn } from '../../arrays/bit-set.ts';
import { firstAt, type WeightedRows } from '../../arrays/rows.ts';
import { top } from '../../arrays/top.ts';
import { neighborsOf } from '../../release/neighbor-lists.ts';
import type { Release } from '../release/release.ts';
import type { Profile } from './profile.ts';
import type { Scored } from './rerank.ts';
import { laidOut, SCORE_SCALE, scoreOf } from './score.ts';

export interface NearestQuery {
  profile: Profile;
  /** What may be found. */
  passes: BitSet;
  /** Games that are not to be found all the same. */
  except: readonly number[];
  /** Games whose neighbours are likely to be found. */
  like: readonly number[];
  /** How many games, at most. */
  size: number;
  /** Least sum of products, at least 1. */
  least: number;
}

/**
 * The games with the highest scores that may be found, best first, of equal scores those of higher renown, then those of
 * lower numbers, as functions/sql/similarity/neighbors.sql has them. Exact: the index is walked for all features of the profile.
 * Only the few games that come up to a bar are looked at again. If they are fewer than asked for, all games are.
 */
export function nearest(
  release: Release,
  { profile, passes, except, like, size, least }: NearestQuery,
): Scored[] {
  const { renown } = release.games;
  const { sums } = release.scratch;
  const best = top(size);
  const mayBe = (game: number) => isIn(passes, game) && !except.includes(game);
  const isShort = entriesOf(release.byFeature, profile) < passes.size / GAMES_PER_ENTRY;
  const bar = isShort ? least : Math.max(least, likelyBar(release, profile, { like, mayBe, size }));
  const offer = (game: number, score: number) => {
    const key = score * WEIGHT_SCALE + (renown[game] ?? 0);
    if (key >= best.least() && mayBe(game)) best.offer(game, key);
  };
  withSums(release.byFeature, profile, bar, sums, (seen) => {
    for (const game of seen) offer(game, sums[game] ?? 0);
    if (bar === least || best.least() >= bar * WEIGHT_SCALE) return;
    let lowest = least;
    for (let game = 0; game < sums.length; game++) {
      const score = sums[game] ?? 0;
      if (score < lowest || score >= bar) continue;
      offer(game, score);
      lowest = Math.max(least, Math.floor(best.least() / WEIGHT_SCALE));
    }
  });
  return best.best().map(({ item, score: key }) => ({ item, score: Math.floor(key / WEIGHT_SCALE) }));
}

/** So many games are looked at in the time that one entry of the index takes. */
const GAMES_PER_ENTRY = 4;

function entriesOf({ start }: WeightedRows, profile: Profile): number {
  let entries = 0;
  for (const feature of profile.keys()) entries += (start[feature + 1] ?? 0) - (start[feature] ?? 0);
  return entries;
}

/** How many games of the index score at least `bar`, which is above 0, and are counted. */
export function countFrom(
  { scratch }: Release,
  index: WeightedRows,
  profile: Profile,
  bar: number,
  counts: (game: number) => boolean,
): number {
  let count = 0;
  withSums(index, profile, bar, scratch.sums, (seen) => {
    for (const game of seen) if (counts(game)) count++;
  });
  return count;
}

/** The neighbours of what is liked may have scores higher by so much than as many others that may be found. */
const NEIGHBORS_AHEAD = 0.6;
/** A low score, for where nothing is known of the games that may be found. */
const LOW = 0.1 * SCORE_SCALE;

/** A score that as many games come up to as are asked for, in all likelihood: by the neighbours of what is liked. */
function likelyBar(
  release: Release,
  profile: Profile,
  { like, mayBe, size }: { like: readonly number[]; mayBe: (game: number) => boolean; size: number },
): number {
  const likely = new Set<number>();
  for (const seed of like) {
    for (const neighbor of neighborsOf(release.neighbors, seed)) if (mayBe(neighbor)) likely.add(neighbor);
  }
  const wanted = Math.min(size, likely.size);
  if (wanted === 0) return LOW;
  const best = top(wanted);
  laidOut(release, profile, (weightOf) => {
    for (const game of likely) best.offer(game, scoreOf(release, weightOf, game));
  });
  return Math.max(1, Math.floor(best.least() * (wanted < size ? NEIGHBORS_AHEAD : 1)));
}

/** A feature's part of the index, and its weight in the profile. */
interface List {
  weight: number;
  from: number;
  to: number;
}

/** Lists of so many entries are walked stretch by stretch. */
const LONG = 4_000;
/** Games whose sums, of four bytes each, stay in the processor's cache: walked so, long lists take half the time. */
const STRETCH = 2 ** 15;

/**
 * Adds up the scores of all games in `sums` for the time of some work, which is given the games that score at least `bar`; it is
 * above 0. Leaves `sums` all zero.
 */
function withSums(
  index: WeightedRows,
  profile: Profile,
  bar: number,
  sums: Int32Array,
  work: (seen: readonly number[]) => void,
): void {
  const { start } = index;
  const lists: List[] = [];
  for (const [feature, weight] of profile) {
    const [from, to] = [start[feature] ?? 0, start[feature + 1] ?? 0];
    if (to > from) lists.push({ weight, from, to });
  }
  const seen: number[] = [];
  // Once all weights below 0 are counted, sums only rise: a game comes up to the bar once at most.
  for (const part of [lists.filter(({ weight }) => weight < 0), lists.filter(({ weight }) => weight > 0)]) {
    const isLong = ({ from, to }: List) => to - from >= LONG;
    for (const list of part)
      if (!isLong(list)) addUp(index, list.from, list.to, list.weight, bar, sums, seen);
    addLong(index, part.filter(isLong), bar, sums, seen);
  }
  work(seen);
  if (entriesOf(index, profile) > sums.length / CLEARED_AT_ONCE) sums.fill(0);
  else for (const { from, to } of lists) clear(index, from, to, sums);
}

/** So many elements of an array are cleared at once in the time that it takes to clear one by its number. */
const CLEARED_AT_ONCE = 16;

function addLong(
  index: WeightedRows,
  lists: readonly List[],
  bar: number,
  sums: Int32Array,
  seen: number[],
): void {
  const next = lists.map(({ from }) => from);
  for (let end = STRETCH; end < sums.length + STRETCH; end += STRETCH) {
    for (const [i, { weight, to }] of lists.entries()) {
      const from = next[i] ?? to;
      const until = firstAt(index.values, end, from, to);
      addUp(index, from, until, weight, bar, sums, seen);
      next[i] = until;
    }
  }
}

function addUp(
  { values, weights }: WeightedRows,
  from: number,
  to: number,
  weight: number,
  bar: number,
  sums: Int32Array,
  seen: number[],
): void {
  for (let i = from; i < to; i++) {
    const game = values[i] ?? 0;
    const before = sums[game] ?? 0;
    // Both factors are whole numbers: no detour by way of doubles.
    const sum = (before + Math.imul(weight, weights[i] ?? 0)) | 0;
    sums[game] = sum;
    if (sum >= bar && before < bar) seen.push(game);
  }
}

function clear({ values }: WeightedRows, from: number, to: number, sums: Int32Array): void {
  for (let i = from; i < to; i++) sums[values[i] ?? 0] = 0;
}
