-- For each set of closed features the 51 games nearest by closed features alone, of those that may be neighbours: 50 and the
-- game itself. Adult games may be neighbours of adult games only, so that a set that has both sorts has two lists. They are found among
-- the 51 nearest sets that have such games, and the first 51 games of each. Of equally near games those with the higher renown come
-- first, then those with lower ids, and of equally near sets the one whose first game does.
WITH
audiences AS (
  SELECT FALSE AS for_adult UNION ALL SELECT TRUE
),
feature_sets AS (
  SELECT DISTINCT
    closed_features.feature_set_id,
    popularity.is_adult AS for_adult,
    closed_features.genres,
    closed_features.themes,
    closed_features.modes,
    closed_features.perspectives,
    closed_features.genre_weight,
    closed_features.theme_weight,
    closed_features.mode_weight,
    closed_features.perspective_weight
  FROM closed_features
  JOIN popularity ON popularity.game_id = closed_features.game_id
  WHERE MOD(closed_features.feature_set_id, @slices) = @slice
),
members AS (
  SELECT
    closed_features.game_id,
    closed_features.feature_set_id,
    popularity.renown,
    audiences.for_adult,
    ROW_NUMBER() OVER (
      PARTITION BY closed_features.feature_set_id, audiences.for_adult
      ORDER BY popularity.renown DESC, closed_features.game_id
    ) AS member_rank
  FROM closed_features
  JOIN popularity ON popularity.game_id = closed_features.game_id
  JOIN audiences ON audiences.for_adult OR NOT popularity.is_adult
  WHERE popularity.recommended
),
-- A set by its first game, which stands for all of them.
near_sets AS (
  SELECT
    closed_features.*,
    members.for_adult,
    ROW_NUMBER() OVER (PARTITION BY members.for_adult ORDER BY members.renown DESC, members.game_id) AS place
  FROM members
  JOIN closed_features ON closed_features.game_id = members.game_id
  WHERE members.member_rank = 1
),
-- Ranking all pairs would sort the square of the number of sets. A fourth of them, counted in steps of 1/64, gives each set a score
-- that at least 51 others reach.
histogram AS (
  SELECT
    a.feature_set_id,
    a.for_adult,
    FLOOR({{ closed_product(a, b) }} * 64) AS step,
    COUNT(*) AS pairs
  FROM feature_sets AS a
  JOIN near_sets AS b ON b.for_adult = a.for_adult
  WHERE MOD(b.place, 4) = 0
  GROUP BY a.feature_set_id, a.for_adult, FLOOR({{ closed_product(a, b) }} * 64)
),
cumulative AS (
  SELECT feature_set_id, for_adult, step, SUM(pairs) OVER (PARTITION BY feature_set_id, for_adult ORDER BY step DESC) AS pairs
  FROM histogram
),
floors AS (
  SELECT feature_set_id, for_adult, MAX(step) / 64 AS floor_score
  FROM cumulative
  WHERE pairs >= 51
  GROUP BY feature_set_id, for_adult
),
pairs AS (
  SELECT
    a.feature_set_id,
    a.for_adult,
    b.feature_set_id AS near_set_id,
    b.place,
    COALESCE(floors.floor_score, 0) AS floor_score,
    {{ closed_product(a, b) }} AS score
  FROM feature_sets AS a
  LEFT JOIN floors ON floors.feature_set_id = a.feature_set_id AND floors.for_adult = a.for_adult
  JOIN near_sets AS b ON b.for_adult = a.for_adult
),
nearest_sets AS (
  SELECT feature_set_id, for_adult, near_set_id, score
  FROM pairs
  WHERE score > 0 AND score >= floor_score
  QUALIFY ROW_NUMBER() OVER (PARTITION BY feature_set_id, for_adult ORDER BY score DESC, place) <= 51
)
SELECT nearest_sets.feature_set_id, nearest_sets.for_adult, members.game_id AS neighbor_id, nearest_sets.score
FROM nearest_sets
JOIN members ON members.feature_set_id = nearest_sets.near_set_id AND members.for_adult = nearest_sets.for_adult
WHERE members.member_rank <= 51
QUALIFY
  ROW_NUMBER() OVER (
    PARTITION BY nearest_sets.feature_set_id, nearest_sets.for_adult
    ORDER BY nearest_sets.score DESC, members.renown DESC, members.game_id
  ) <= 51
