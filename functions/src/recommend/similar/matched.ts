import { FILTERS, type FilterName } from '@playkin/shared/parameters.ts';
import { type BitSet, bitSet, isIn } from '../../arrays/bit-set.ts';
import { at, invert, type Rows } from '../../arrays/rows.ts';
import type { Release } from '../release/release.ts';
import { type Filters, passing, withoutFilter } from './filters.ts';

/** A filter without which some games would pass. */
export interface Droppable {
  filter: FilterName;
  /** How many games pass the others. */
  matched: number;
}

const MEMBERS = new WeakMap<Release, Rows>();

/** Family → canonical games of it. Made once for each release. */
function membersOf(release: Release): Rows {
  const known = MEMBERS.get(release);
  if (known) return known;
  const { canonicalCount, games } = release;
  const start = Uint32Array.from({ length: canonicalCount + 1 }, (_, game) => game);
  const members = invert({ start, values: games.family.subarray(0, canonicalCount) }, canonicalCount);
  MEMBERS.set(release, members);
  return members;
}

function eachMember(release: Release, families: ReadonlySet<number>, visit: (game: number) => void): void {
  const members = membersOf(release);
  for (const family of families) {
    for (let i = at(members.start, family); i < at(members.start, family + 1); i++)
      visit(at(members.values, i));
  }
}

/** Which games count: those that pass the filters and are of no family of a seed. */
export interface Counted {
  filters: Filters;
  /** Whether adult games count. */
  adult: boolean;
  /** Families whose games do not count. */
  relatives: ReadonlySet<number>;
  /** The only games that count, all where it is missing. */
  candidates?: readonly number[] | undefined;
}

/** Whether a game that passes the filters counts. */
const isStranger = ({ games }: Release, game: number, relatives: ReadonlySet<number>) =>
  !relatives.has(at(games.family, game));

/** How many games count. */
export function countMatched(release: Release, { filters, adult, relatives, candidates }: Counted): number {
  const passes = passing(release, filters, adult);
  if (candidates) return countIn(release, candidates, passes, relatives);
  // The set is copied for nobody: most questions have a few relatives only.
  let own = 0;
  eachMember(release, relatives, (game) => {
    if (isIn(passes, game)) own++;
  });
  return passes.size - own;
}

/** The set without the games of the families. */
export function strangersIn(release: Release, set: BitSet, relatives: ReadonlySet<number>): BitSet {
  if (relatives.size === 0) return set;
  const words = set.words.slice();
  eachMember(release, relatives, (game) => {
    words[game >>> 5] = (words[game >>> 5] ?? 0) & ~(1 << (game & 31));
  });
  return bitSet(words);
}

/** How many of the games are in the set and of none of the families. */
export function countIn(
  release: Release,
  games: Iterable<number>,
  passes: BitSet,
  relatives: ReadonlySet<number>,
): number {
  let count = 0;
  for (const game of games) if (isIn(passes, game) && isStranger(release, game, relatives)) count++;
  return count;
}

/** The filter without which most games count; `undefined` where none does without one of them either. */
export function filterToDrop(release: Release, counted: Counted): Droppable | undefined {
  let best: Droppable | undefined;
  for (const filter of FILTERS) {
    const filters = withoutFilter(counted.filters, filter);
    const matched = countMatched(release, { ...counted, filters });
    if (matched > (best?.matched ?? 0)) best = { filter, matched };
  }
  return best;
}
