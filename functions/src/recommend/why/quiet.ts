import type { FeatureKind } from '@playkin/shared/release.ts';
import reasons from './quiet-reasons.json' with { type: 'json' };

/** Names by kind; `*` stands for all of a kind. */
type Names = Partial<Record<FeatureKind, readonly string[]>>;

const { silent, silentPatterns, faint } = reasons as { silent: Names; silentPatterns: Names; faint: Names };

type Tester = (name: string) => boolean;

function namesOf(byKind: Names): Map<FeatureKind, Tester> {
  return new Map(
    Object.entries(byKind).map(([kind, names]) => {
      const known = new Set(names.map((name) => name.toLowerCase()));
      return [kind as FeatureKind, (name) => known.has('*') || known.has(name.toLowerCase())];
    }),
  );
}

function patternsOf(byKind: Names): Map<FeatureKind, Tester> {
  return new Map(
    Object.entries(byKind).map(([kind, sources]) => {
      const pattern = new RegExp(sources.join('|'), 'i');
      return [kind as FeatureKind, (name) => pattern.test(name)];
    }),
  );
}

const SILENT_NAMES = namesOf(silent);
const SILENT_PATTERNS = patternsOf(silentPatterns);
const FAINT_NAMES = namesOf(faint);

/** Whether the trait says nothing to a player, so that it is never given as a reason: how a game was sold or tested, trivia. */
export const isSilent = (kind: FeatureKind, name: string): boolean =>
  SILENT_NAMES.get(kind)?.(name) === true || SILENT_PATTERNS.get(kind)?.(name) === true;

/**
 * Whether the trait is shared by so many games that it tells little, whatever the release counts: it counts a concept for at most two
 * thousand games.
 */
export const isFaint = (kind: FeatureKind, name: string): boolean => FAINT_NAMES.get(kind)?.(name) === true;
