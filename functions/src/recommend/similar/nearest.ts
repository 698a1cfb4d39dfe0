import { NEIGHBORS, NO_GAME, WEIGHT_SCALE } from '@playkin/shared/release.ts';
import { type BitSet, eachIn, isIn } from '../../arrays/bit-set.ts';
import type { WeightedRows } from '../../arrays/rows.ts';
import { type Top, top } from '../../arrays/top.ts';
import type { Release } from '../release/release.ts';
import type { Profile } from './profile.ts';
import type { Scored } from './rerank.ts';
import { laidOut, scoreOf, type WeightOf } from './score.ts';

/** Rounded weights make a vector longer than 1 by less than this part. */
const LENGTH_SLACK = 1.001;
/** The part of the bar that features whose lists are not walked may make up. */
const UNWALKED_PART = 0.8;
/** Entries of an index walked in the time that it takes to score a game by its own vector. */
const ENTRIES_PER_GAME = 40;
/** Entries of the lists that tell most, walked to find a first bar. */
const DRAFT_ENTRIES = 3_000;

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
 * The games with the highest scores above 0 that may be found, best first, of equal scores those of lower numbers. Exact, though
 * not every game is scored.
 *
 * Some likely games are scored first. The worst of the best of them is a bar that all others must reach. By Cauchy and Schwarz what a
 * game has in common with some features of the profile is at most as much as their weights are long. So the features with the
 * longest lists for the least weight are left out, as many as the bar allows; what has not most of the bar by the others cannot
 * reach it. Only the rest is scored, by its own vectors.
 */
export function nearest(release: Release, query: NearestQuery): Scored[] {
  return laidOut(release, query.profile, (weightOf) => nearestBy(release, query, weightOf));
}

function nearestBy(
  release: Release,
  { profile, passes, except, like, size }: NearestQuery,
  weightOf: WeightOf,
): Scored[] {
  const best = top(size);
  const offer = (game: number) => {
    const score = scoreOf(release, weightOf, game);
    if (score > 0) best.offer(game, score);
  };
  const mayBe = (game: number) => isIn(passes, game) && !except.includes(game);
  const lists = listsOf(release.byFeature, profile);
  if (passes.size * ENTRIES_PER_GAME < lists.reduce((sum, { length }) => sum + length, 0)) {
    eachIn(passes, (game) => {
      if (!except.includes(game)) offer(game);
    });
    return best.best();
  }
  const bar = Math.max(0, draftBar(release, lists, { like, mayBe, size }, weightOf));
  walk(release.byFeature, lists, bar, release.scratch.sums, (game, most) => {
    if (most >= best.least() && mayBe(game)) offer(game);
  });
  return best.best();
}

/** How many of the games score at least `bar`, which is above 0, and are counted. */
export function countFrom(
  release: Release,
  index: WeightedRows,
  profile: Profile,
  bar: number,
  counts: (game: number) => boolean,
): number {
  return laidOut(release, profile, (weightOf) => {
    let count = 0;
    walk(index, listsOf(index, profile), bar, release.scratch.sums, (game) => {
      if (counts(game) && scoreOf(release, weightOf, game) >= bar) count++;
    });
    return count;
  });
}

/** A feature of the profile with a weight above 0, and its part of the index. */
interface List {
  weight: number;
  from: number;
  to: number;
  length: number;
}

/** The lists with most weight for fewest entries first. */
function listsOf({ start }: WeightedRows, profile: Profile): List[] {
  const lists: (List & { cost: number })[] = [];
  for (const [feature, weight] of profile) {
    const from = start[feature] ?? 0;
    const to = start[feature + 1] ?? 0;
    const length = to - from;
    if (weight > 0 && length > 0) lists.push({ weight, from, to, length, cost: length / (weight * weight) });
  }
  return lists.sort((a, b) => a.cost - b.cost);
}

/**
 * A score that at least `size` of the games that may be found reach; -Infinity where fewer were looked at. They are the neighbours
 * of what is liked, and those that have the features that tell most.
 */
function draftBar(
  release: Release,
  lists: readonly List[],
  { like, mayBe, size }: { like: readonly number[]; mayBe: (game: number) => boolean; size: number },
  weightOf: WeightOf,
): number {
  const { byFeature, neighbors, scratch } = release;
  const { marks } = scratch;
  const marked: number[] = [];
  const draft: Top = top(size);
  const look = (game: number) => {
    if (marks[game] === 1 || !mayBe(game)) return;
    marks[game] = 1;
    marked.push(game);
    draft.offer(game, scoreOf(release, weightOf, game));
  };
  for (const seed of like) {
    for (let i = seed * NEIGHBORS; i < (seed + 1) * NEIGHBORS; i++) {
      const neighbor = neighbors[i] ?? NO_GAME;
      if (neighbor === NO_GAME) break;
      look(neighbor);
    }
  }
  if (like.length !== 1 || marked.length < size) {
    let left = DRAFT_ENTRIES;
    for (const { from, to, length } of lists) {
      if (length > left) continue;
      left -= length;
      for (let i = from; i < to; i++) look(byFeature.values[i] ?? 0);
    }
  }
  for (const game of marked) marks[game] = 0;
  return draft.least();
}

/**
 * Calls back with every game that may score at least `bar`, or above 0 where that is 0, and with what it scores at most, leaving
 * weights below 0 out of account.
 */
function walk(
  { values, weights }: WeightedRows,
  lists: readonly List[],
  bar: number,
  sums: Int32Array,
  visit: (game: number, most: number) => void,
): void {
  const most = (UNWALKED_PART * bar) / (WEIGHT_SCALE * LENGTH_SLACK);
  let squares = 0;
  const walked: List[] = [];
  // From the other end: most entries for least weight.
  for (const list of lists.toReversed()) {
    const more = squares + list.weight * list.weight;
    if (Math.sqrt(more) <= most) squares = more;
    else walked.push(list);
  }
  const unwalked = Math.ceil(Math.sqrt(squares) * WEIGHT_SCALE * LENGTH_SLACK);
  // A game is seen when its sum comes above this, which is but once.
  const below = Math.max(0, Math.ceil(bar) - 1 - unwalked);
  const seen: number[] = [];
  for (const { from, to, weight } of walked) {
    for (let i = from; i < to; i++) {
      const game = values[i] ?? 0;
      const before = sums[game] ?? 0;
      const sum = (before + Math.imul(weight, weights[i] ?? 0)) | 0;
      sums[game] = sum;
      if (sum > below && before <= below) seen.push(game);
    }
  }
  try {
    for (const game of seen) visit(game, (sums[game] ?? 0) + unwalked);
  } finally {
    sums.fill(0);
  }
}
