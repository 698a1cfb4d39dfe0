import { fold } from '@playkin/shared/fold.ts';
import { quoted } from '@playkin/shared/parameter-kinds.ts';
import { PARAMETERS, TAG_FILTERS, type TagFilterName } from '@playkin/shared/parameters.ts';
import { PLATFORM_FAMILIES } from '@playkin/shared/platform-families.ts';
import { TAG_KINDS } from '@playkin/shared/release.ts';
import { at } from '../../arrays/rows.ts';
import { ProblemError } from '../../problem.ts';
import type { Release } from '../release/release.ts';
import { didYouMean, nearOptions } from './suggestions.ts';

/** What a filter by tags can be set to: a tag, or several that people choose as one. */
export interface TagChoice {
  slug: string;
  name: string;
  tags: readonly number[];
}

/** The choices of one filter. */
export interface TagChoices {
  /** In no order. */
  tags: readonly TagChoice[];
  /** Of platforms only, in the order of the list. */
  families: readonly TagChoice[];
}

function readChoices({ tags }: Release): Map<TagFilterName, TagChoices> {
  const byKind = new Map(TAG_FILTERS.map((filter) => [TAG_KINDS.indexOf(PARAMETERS[filter].tag), filter]));
  const found = new Map<TagFilterName, TagChoice[]>(TAG_FILTERS.map((filter) => [filter, []]));
  // A few hundred among hundreds of thousands of tags, which stand in no order.
  for (let tag = 0; tag < tags.kind.length; tag++) {
    const filter = byKind.get(at(tags.kind, tag));
    if (filter === undefined) continue;
    found.get(filter)?.push({ slug: tags.slug.at(tag), name: tags.name.at(tag), tags: [tag] });
  }
  const platforms = new Map((found.get('platform') ?? []).map(({ name, tags: own }) => [name, own]));
  const families = PLATFORM_FAMILIES.map(({ slug, name, platforms: names }) => ({
    slug,
    name,
    tags: names.flatMap((platform) => platforms.get(platform) ?? []),
  })).filter((family) => family.tags.length > 0);
  return new Map(
    [...found].map(([filter, choices]) => [
      filter,
      { tags: choices, families: filter === 'platform' ? families : [] },
    ]),
  );
}

const CHOICES = new WeakMap<Release, Map<TagFilterName, TagChoices>>();

/** Read once for each release. */
export function choicesOf(release: Release, filter: TagFilterName): TagChoices {
  const choices = CHOICES.get(release) ?? readChoices(release);
  CHOICES.set(release, choices);
  return choices.get(filter) ?? { tags: [], families: [] };
}

/** The tags of that slug or name, however it is spelled. @throws {@link ProblemError} 400 */
export function tagsNamed(release: Release, filter: TagFilterName, slugOrName: string): readonly number[] {
  const slug = slugOrName.toLowerCase();
  const name = fold(slugOrName);
  const { tags, families } = choicesOf(release, filter);
  const all = [...tags, ...families];
  const found =
    all.find((choice) => choice.slug === slug) ?? all.find((choice) => fold(choice.name) === name);
  if (found) return found.tags;
  const detail = `${filter}: expected a slug or name listed by /api/filters, found ${quoted(slugOrName)}.`;
  const commonest = tags
    .map((choice) => ({ ...choice, games: gamesWith(release, choice) }))
    .filter(({ games }) => games > 0)
    .sort((a, b) => b.games - a.games || (a.name < b.name ? -1 : 1));
  throw new ProblemError(400, detail + didYouMean(nearOptions(commonest, slugOrName)), filter);
}

/** Main games that are none for adults and have the tag. */
function gamesWith({ byTag, games }: Release, { tags }: TagChoice): number {
  return tags.reduce((sum, tag) => {
    const tagged = byTag.values.subarray(at(byTag.start, tag), at(byTag.start, tag + 1));
    return sum + tagged.filter((game) => games.adult[game] === 0).length;
  }, 0);
}
