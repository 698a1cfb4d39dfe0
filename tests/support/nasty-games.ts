import type { GameRecord } from './memory-warehouse.ts';
import { seededRandom } from '@playkin/functions/src/evaluate/random.ts';

type Tags = Record<string, unknown>;

const named = (kind: string) => (id: number) => ({ id, name: `${kind} ${id}` });
const genre = named('genre');
const theme = named('theme');
const mode = named('mode');
const perspective = named('view');
const keyword = named('keyword');
/** A word of the summary that no stop word and no plural rule touches. */
const word = (id: number) => `lantern${String.fromCharCode(97 + (id % 26), 97 + Math.floor(id / 26))}`;
const maker = (id: number) => ({
  company: { id, name: `Studio ${id}` },
  developer: id % 3 > 0,
  publisher: id % 2 > 0,
});

/** More equal games than a list of neighbours can hold. */
const TWIN: Tags = {
  genres: [genre(1), genre(2)],
  themes: [theme(1)],
  game_modes: [mode(1)],
  keywords: [keyword(1), keyword(2)],
  summary: `${word(1)} ${word(2)} ${word(2)}`,
};

/** Natures of which one contains the other, so that many profiles and many games are equally near. */
const NATURES: Tags[] = [
  { genres: [genre(1)] },
  { genres: [genre(1), genre(2)], game_modes: [mode(1)] },
  { game_modes: [mode(1)] },
  { game_modes: [mode(5)] },
  { genres: [genre(3)], themes: [theme(1)], player_perspectives: [perspective(1)] },
];

/**
 * Games that are hard to rank: crowds of equal ones, some with closed features only, some with open ones only, some with nothing,
 * editions, tags without a name; some that many rated, some that are cancelled or adult games. The same seed gives the same games.
 */
export function nastyGames(count: number, seed: number): GameRecord[] {
  const next = seededRandom(seed);
  const below = (n: number) => Math.floor(next() * n);
  const some = <T>(most: number, make: (id: number) => T, kinds: number): T[] =>
    Array.from({ length: below(most + 1) }, () => make(1 + below(kinds)));
  const summary = () => some(8, word, 90).join(' ');

  const closed = (): Tags => ({
    genres: some(3, genre, 9),
    themes: some(2, theme, 6),
    game_modes: some(2, mode, 4),
    player_perspectives: some(1, perspective, 3),
  });
  const open = (): Tags => ({
    keywords: [...some(4, keyword, 40), 77],
    involved_companies: some(2, maker, 25),
    collections: some(1, named('series'), 30),
    summary: summary(),
  });
  const tagsOf = (): Tags => {
    const kind = next();
    if (kind < 0.1) return TWIN;
    if (kind < 0.3) return NATURES[below(NATURES.length)] ?? {};
    if (kind < 0.42) return open();
    if (kind < 0.46) return {};
    // Fewer than a list holds, whose open features may weigh less than their closed ones.
    if (kind < 0.48) return { player_perspectives: [perspective(4)], ...open() };
    // The closed features of the twins with open ones of its own, and their open ones with others that are closed.
    if (kind < 0.55) return { ...TWIN, ...open() };
    if (kind < 0.6) return { ...TWIN, ...closed() };
    if (kind < 0.65) return closed();
    return { ...closed(), ...open() };
  };
  return Array.from({ length: count }, (_, i): GameRecord => {
    const id = 5 + i * 7;
    const edition = i > 0 && next() < 0.03 ? { version_parent: 5 + below(i) * 7, version_title: 'Gold' } : {};
    const known = i % 3 === 0 ? { total_rating: 60 + (i % 40), total_rating_count: (i * 37) % 400 } : {};
    const cancelled = i % 31 === 30 ? { game_status: 6 } : {};
    const tags = tagsOf();
    const erotic = i % 17 === 5 ? { themes: [...((tags['themes'] as unknown[] | undefined) ?? []), 42] } : {};
    return { id, name: `Game ${i}`, ...tags, ...erotic, ...edition, ...known, ...cancelled };
  });
}
