import { expect } from 'vitest';
import type { Row } from '@playkin/functions/src/warehouse.ts';

/** What a worked query answers over the warehouse of analytics-warehouse.ts, on any engine. */
export interface Expected {
  columns: string[];
  check: (rows: Row[]) => void;
}

const numbers = (rows: Row[], column: string) => rows.map((row) => Number(row[column]));
const falling = (values: number[]) => {
  expect(values).toEqual([...values].sort((a, b) => b - a));
};
const rising = (values: number[]) => {
  expect(values).toEqual([...values].sort((a, b) => a - b));
};

export const EXPECTED: Record<string, Expected> = {
  'analytics/growing_genres.sql': {
    columns: ['genre', 'share_2000s', 'share_2010s', 'growth'],
    check(rows) {
      expect(rows[0]?.['genre']).toBe('Indie');
      falling(numbers(rows, 'growth'));
      expect(numbers(rows, 'share_2010s').every((share) => share > 0 && share <= 1)).toBe(true);
    },
  },
  'analytics/hidden_gems.sql': {
    columns: ['rank', 'game', 'year', 'rating', 'ratings', 'score'],
    check(rows) {
      expect(rows.map((row) => row['game'])).toContain('Ender Lilies: Quietus of the Knights');
      rising(numbers(rows, 'rank'));
      expect(Math.max(...numbers(rows, 'ratings'))).toBeLessThanOrEqual(2200 / 5);
    },
  },
  'analytics/studios_alike.sql': {
    columns: ['studio', 'other_studio', 'games', 'games_of_other', 'mean_score'],
    check(rows) {
      const pairs = rows.map((row) => `${String(row['studio'])} → ${String(row['other_studio'])}`);
      expect(pairs).toContain('Blizzard Entertainment → Blizzard North');
      falling(numbers(rows, 'mean_score'));
      expect(Math.min(...numbers(rows, 'games'))).toBeGreaterThanOrEqual(3);
    },
  },
  'analytics/tags_that_travel_together.sql': {
    columns: ['kind', 'name', 'other_kind', 'other_name', 'games', 'lift'],
    check(rows) {
      expect(rows[0]).toMatchObject({ name: 'Visual Novel', other_name: 'Text' });
      falling(numbers(rows, 'lift'));
    },
  },
  'analytics/hubs.sql': {
    columns: ['game_id', 'game', 'in_lists', 'in_top_tens', 'share_of_lists', 'mean_score'],
    check(rows) {
      expect(rows).toHaveLength(30);
      falling(numbers(rows, 'in_lists'));
      // Each list holds 50 games, so that the mean game is in 50 lists.
      expect(Number(rows[0]?.['in_lists'])).toBeGreaterThan(50);
    },
  },
  'analytics/coverage.sql': {
    columns: [
      'decade',
      'games',
      'with_cover',
      'with_summary',
      'with_ratings',
      'with_genres',
      'with_keywords',
      'with_neighbors',
    ],
    check(rows) {
      // The bare game has no year.
      expect(rows.map((row) => row['decade'])).toEqual([null, 1980, 1990, 2000, 2010, 2020]);
      expect(rows[0]).toMatchObject({ games: 1, with_cover: 0, with_genres: 0, with_neighbors: 0 });
      expect(rows[5]).toMatchObject({ with_summary: 1, with_genres: 1, with_neighbors: 1 });
    },
  },
  'analytics/platform_mix.sql': {
    columns: ['platform', 'year', 'games', 'share', 'change'],
    check(rows) {
      falling(numbers(rows, 'change').map(Math.abs));
      // Its first year.
      expect(rows[0]).toMatchObject({ platform: 'PlayStation 3', year: 2007 });
    },
  },
  'analytics/rejected_records.sql': {
    columns: ['reason', 'records', 'runs', 'last_received_at', 'in_last_run'],
    check(rows) {
      expect(rows).toMatchObject([{ reason: 'no id', records: 2, runs: 1, in_last_run: 1 }]);
    },
  },
  'analytics/freshness.sql': {
    columns: ['changed', 'games', 'share', 'last_fetched_at'],
    check(rows) {
      const sum = (column: string) => numbers(rows, column).reduce((a, b) => a + b, 0);
      expect(sum('games')).toBeGreaterThan(900);
      expect(sum('share')).toBeCloseTo(1, 3);
    },
  },
  'analytics/games_without_neighbors.sql': {
    columns: ['reason', 'games', 'example'],
    check(rows) {
      expect(rows).toEqual([{ reason: 'nothing is known of it', games: 1, example: 'Bare' }]);
    },
  },
  'analytics/keyword_vocabulary.sql': {
    columns: ['year', 'games', 'keywords_used', 'first_used', 'known_by_then'],
    check(rows) {
      rising(numbers(rows, 'known_by_then'));
      const fresh = numbers(rows, 'first_used').reduce((a, b) => a + b, 0);
      expect(rows.at(-1)?.['known_by_then']).toBe(fresh);
      expect(rows[0]?.['keywords_used']).toBe(rows[0]?.['first_used']);
    },
  },
  'analytics/steady_series.sql': {
    columns: ['series', 'games', 'first_year', 'last_year', 'mean_rating', 'spread'],
    check(rows) {
      rising(numbers(rows, 'spread'));
      expect(Math.min(...numbers(rows, 'games'))).toBeGreaterThanOrEqual(4);
      expect(rows.map((row) => row['series'])).toContain('Mario Kart');
    },
  },
};
