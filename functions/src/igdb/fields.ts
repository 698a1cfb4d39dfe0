/**
 * What is asked of every game: all its own fields, and the names behind the ids that the features are made of.
 *
 * `game_type` comes with `*`; `category`, which it replaces, is empty in almost all records since 2025. A game may have
 * its main franchise in `franchise` only.
 */
export const GAME_FIELDS: readonly string[] = [
  '*',
  'genres.name',
  'themes.name',
  'keywords.name',
  'game_modes.name',
  'player_perspectives.name',
  'platforms.name',
  'involved_companies.company.name',
  'involved_companies.developer',
  'involved_companies.publisher',
  'involved_companies.porting',
  'involved_companies.supporting',
  'collections.name',
  'franchise.name',
  'franchises.name',
  'game_engines.name',
  'alternative_names.name',
  'alternative_names.comment',
  'game_localizations.name',
  'game_localizations.region.identifier',
  'cover.image_id',
];
