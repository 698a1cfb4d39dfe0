import type { Reason } from '@playkin/shared/api.ts';
import { FEATURE_KINDS } from '@playkin/shared/release.ts';
import { fold } from '@playkin/shared/fold.ts';
import { at } from '../../arrays/rows.ts';
import { joined, mergeTraits, namingRank, traitWords } from './traits.ts';
import type { Profile } from '../similar/profile.ts';
import type { Release } from '../release/release.ts';
import { SCORE_SCALE } from '../similar/score.ts';
import { traitName } from './traits.ts';
import type { Trait } from './traits.ts';

const MAX_REASONS = 6;
/** With so many named traits the words of the summaries say nothing more to a person. */
const ENOUGH_NAMED = 3;

/**
 * Every trait that the game has in common with the profile, with its part of the score; the parts add up to it.
 * Unliked games make some parts negative. IGDB has some traits twice, as a theme and a keyword ("Stealth") or in a
 * longer name: they are one part here, see {@link mergeTraits}. A word of the summaries that is in a trait's name
 * ("boss", "boss fight") counts for that trait.
 */
export function contributions(release: Release, profile: Profile, game: number): Reason[] {
  return sharedTraits(release, profile, game).map(toReason);
}

const toReason = ({ kind, name, share }: Trait): Reason => ({ kind, name, share });

function sharedTraits(release: Release, profile: Profile, game: number): Trait[] {
  const byName = new Map<string, Trait>();
  for (const trait of sharedFeatures(release, profile, game)) {
    const key = fold(trait.name) || trait.name;
    const known = byName.get(key);
    byName.set(key, known === undefined ? trait : joined(known, trait));
  }
  const traits = [...byName.values()].sort(byShare);
  const named = mergeTraits(traits.filter(({ kind }) => kind !== 'word')).sort(byShare);
  const unnamed: Trait[] = [];
  const namedWords = named.map(({ name }) => traitWords(name));
  for (const word of traits.filter(({ kind }) => kind === 'word')) {
    const owner = named[namedWords.findIndex((words) => words.has(word.name))];
    if (owner === undefined) unnamed.push(word);
    else owner.share += word.share;
  }
  return [...named, ...unnamed];
}

function* sharedFeatures(release: Release, profile: Profile, game: number): Generator<Trait> {
  const { vectors, features, byFeature, canonicalCount } = release;
  for (let i = at(vectors.start, game); i < at(vectors.start, game + 1); i++) {
    const feature = at(vectors.values, i);
    const weight = profile.get(feature);
    if (weight === undefined) continue;
    const kind = FEATURE_KINDS[at(features.kind, feature)] ?? 'word';
    const games = at(byFeature.start, feature + 1) - at(byFeature.start, feature);
    yield {
      kind,
      name: kind === 'keyword' ? traitName(features.name.at(feature)) : features.name.at(feature),
      share: (weight * at(vectors.weights, i)) / SCORE_SCALE,
      rank: namingRank(kind),
      idf: Math.log(1 + canonicalCount / games),
    };
  }
}

/** The larger share first; of equal shares a named trait before a word, then by name. */
function byShare(a: Trait, b: Trait): number {
  const words = Number(a.kind === 'word') - Number(b.kind === 'word');
  return b.share - a.share || words || (a.name < b.name ? -1 : 1);
}

/**
 * The reasons to show, the largest share first: the {@link MAX_REASONS} that tell most, which is share times idf, since
 * "single player" is shared by nearly all games and explains nothing. Words out of summaries appear only where fewer than
 * {@link ENOUGH_NAMED} named traits speak for the game. What is left out keeps its share: those listed need not add up to
 * the score.
 */
export function why(release: Release, profile: Profile, game: number): Reason[] {
  const speaking = sharedTraits(release, profile, game).filter(({ share }) => share > 0);
  const named = speaking.filter(({ kind }) => kind !== 'word');
  const shown = named.length >= ENOUGH_NAMED ? named : speaking;
  return shown
    .sort((a, b) => b.share * b.idf - a.share * a.idf || byShare(a, b))
    .slice(0, MAX_REASONS)
    .sort(byShare)
    .map(toReason);
}
