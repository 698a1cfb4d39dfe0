import type { GameRecord } from './memory-warehouse.ts';

/** Games that have what is easily lost on the way to a release, or lack it. Their ids are below those of nasty games. */
export const ODD_GAMES: GameRecord[] = [
  {
    id: 1,
    name: 'Ōkuri 送り 🐺',
    slug: 'okuri',
    summary: '“Wölfe” — 狼の物語。\n🐺 it\'s a "tale"; \\ and more.',
    first_release_date: -694396800,
    total_rating: 88.5,
    total_rating_count: 137,
    cover: { id: 9, image_id: 'co1abc' },
    alternative_names: [
      { id: 1, name: '狼の物語' },
      { id: 2, name: 'Okuri' },
    ],
    genres: [{ id: 1, name: 'genre 1' }],
    keywords: [
      { id: 1, name: 'keyword 1' },
      { id: 90, name: 'steam cloud' },
    ],
  },
  { id: 2, name: 'Okuri', version_parent: 1, version_title: 'Gold', total_rating: 0, total_rating_count: 1 },
  { id: 3, name: 'Nothing But a Name' },
  { id: 4, name: 'Okuri: Night', game_type: 1, parent_game: 1, summary: '', genres: [1, 2], cover: 7 },
];
