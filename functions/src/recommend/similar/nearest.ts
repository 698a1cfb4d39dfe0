import { type BitSet, isIn } from '../../arrays/bit-set.ts';
import type { WeightedRows } from '../../arrays/rows.ts';
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
}

/**
 * The games with the highest scores above 0 that may be found, best first, of equal scores those of lower numbers. Exact: the index
 * is walked for all features of the profile. Only the few games that come up to a bar are looked at again; the neighbours of what is
 * liked give one that is certain, or else one is tried.
 */
export function nearest(release: Release, { profile, passes, except, like, size }: NearestQuery): Scored[] {
  const { sums } = release.scratch;
  let best = top(size);
  const mayBe = (game: number) => isIn(passes, game) && !except.includes(game);
  const isShort = entriesOf(release.byFeature, profile) < passes.size / GAMES_PER_ENTRY;
  const certain = isShort ? 1 : barOf(release, profile, { like, mayBe, size });
  const bar = certain ?? LIKELY;
  const offer = (game: number) => {
    const score = sums[game] ?? 0;
    if (score >= best.least() && mayBe(game)) best.offer(game, score);
  };
  withSums(release.byFeature, profile, bar, sums, (seen) => {
    for (const game of seen) offer(game);
    if (certain !== undefined || best.least() >= bar) return;
    // Fewer than asked for come up to it: all that may be found is looked at.
    best = top(size);
    eachAbove(passes, sums, offer);
  });
  return best.best();
}

/** A score that so many games come up to, as a rule, that a list of them is full. */
const LIKELY = 0.25 * SCORE_SCALE;

/** So many games of a set are passed over in the time that one entry of the index takes. */
const GAMES_PER_ENTRY = 8;

function entriesOf({ start }: WeightedRows, profile: Profile): number {
  let entries = 0;
  for (const feature of profile.keys()) entries += (start[feature + 1] ?? 0) - (start[feature] ?? 0);
  return entries;
}

/** Calls back with each game of the set whose sum is above 0, ascending. */
function eachAbove({ words }: BitSet, sums: Int32Array, visit: (game: number) => void): void {
  for (let i = 0; i < words.length; i++) {
    for (let word = words[i] ?? 0; word !== 0; word &= word - 1) {
      const game = (i << 5) + 31 - Math.clz32(word & -word);
      if ((sums[game] ?? 0) > 0) visit(game);
    }
  }
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

/** A score that at least `size` games reach that may be found, by the neighbours of what is liked; undefined where they are fewer. */
function barOf(
  release: Release,
  profile: Profile,
  { like, mayBe, size }: { like: readonly number[]; mayBe: (game: number) => boolean; size: number },
): number | undefined {
  const likely = new Set<number>();
  for (const seed of like) {
    for (const neighbor of neighborsOf(release.neighbors, seed)) if (mayBe(neighbor)) likely.add(neighbor);
  }
  if (likely.size < size) return undefined;
  return laidOut(release, profile, (weightOf) => {
    const best = top(size);
    for (const game of likely) best.offer(game, scoreOf(release, weightOf, game));
    return Math.max(1, best.least());
  });
}

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
  const seen: number[] = [];
  // Once all weights below 0 are counted, sums only rise: a game comes up to the bar once at most.
  const features = [...profile].sort(([, a], [, b]) => a - b);
  for (const [feature, weight] of features) {
    const from = start[feature] ?? 0;
    const to = start[feature + 1] ?? 0;
    addUp(index, from, to, weight, bar, sums, seen);
  }
  work(seen);
  if (entriesOf(index, profile) > sums.length / CLEARED_AT_ONCE) sums.fill(0);
  else for (const [feature] of features) clear(index, start[feature] ?? 0, start[feature + 1] ?? 0, sums);
}

/** So many elements of an array are cleared at once in the time that it takes to clear one by its number. */
const CLEARED_AT_ONCE = 16;

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
