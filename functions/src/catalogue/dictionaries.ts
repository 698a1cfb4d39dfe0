import dictionaries from './dictionaries.json' with { type: 'json' };

/** An entry of one of IGDB's dictionaries, with IGDB's id. */
export interface DictionaryEntry {
  id: number;
  name: string;
  slug: string;
}

/** IGDB's genres, themes, game modes and perspectives, its commoner platforms, and its kinds of games, by endpoint. */
export const DICTIONARIES: Readonly<{
  genres: readonly DictionaryEntry[];
  themes: readonly DictionaryEntry[];
  game_modes: readonly DictionaryEntry[];
  player_perspectives: readonly DictionaryEntry[];
  platforms: readonly DictionaryEntry[];
  game_types: readonly { id: number; type: string }[];
}> = dictionaries;
