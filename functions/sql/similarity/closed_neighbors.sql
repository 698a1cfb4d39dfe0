-- For each set of closed features the 51 games nearest by closed features alone, of those that may be neighbours: 50 and the
-- game itself. Adult games may be neighbours of adult games only, so that a set that has both sorts has two lists. They are found among the 51 nearest sets that have such games, and the first 51 games of each. Of equally near
-- sets the one whose first game has the lower id comes first, and so do its games.
WITH
audiences AS (
  SELECT FALSE AS for_adult UNION ALL SELECT TRUE
),
feature_sets AS (
  SELECT DISTINCT closed_features.feature_set_id, popularity.is_adult AS for_adult
  FROM closed_features
  JOIN popularity ON popularity.game_id = closed_features.game_id
),
members AS (
  SELECT
    closed_features.*,
    audiences.for_adult,
    ROW_NUMBER() OVER (
      PARTITION BY closed_features.feature_set_id, audiences.for_adult ORDER BY closed_features.game_id
    ) AS member_rank
  FROM closed_features
  JOIN popularity ON popularity.game_id = closed_features.game_id
  JOIN audiences ON audiences.for_adult OR NOT popularity.is_adult
  WHERE popularity.recommended
),
pairs AS (
  SELECT
    feature_sets.feature_set_id,
    feature_sets.for_adult,
    b.game_id AS first_game_id,
    b.feature_set_id AS near_set_id,
    {{ closed_product(a, b) }} AS score
  FROM feature_sets
  JOIN closed_features AS a ON a.game_id = feature_sets.feature_set_id
  JOIN members AS b ON b.for_adult = feature_sets.for_adult
  WHERE b.member_rank = 1 AND MOD(feature_sets.feature_set_id, @slices) = @slice
),
-- Ranking all pairs would sort the square of the number of sets. Counting them in steps of 1/64 first gives each set a score
-- that at least 51 others reach.
histogram AS (
  SELECT feature_set_id, for_adult, FLOOR(score * 64) AS step, COUNT(*) AS pairs
  FROM pairs
  WHERE score > 0
  GROUP BY feature_set_id, for_adult, FLOOR(score * 64)
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
near_sets AS (
  SELECT pairs.feature_set_id, pairs.for_adult, pairs.near_set_id, pairs.score
  FROM pairs
  LEFT JOIN floors ON floors.feature_set_id = pairs.feature_set_id AND floors.for_adult = pairs.for_adult
  WHERE pairs.score > 0 AND pairs.score >= COALESCE(floors.floor_score, 0)
  QUALIFY
    ROW_NUMBER() OVER (
      PARTITION BY pairs.feature_set_id, pairs.for_adult ORDER BY pairs.score DESC, pairs.first_game_id
    ) <= 51
)
SELECT near_sets.feature_set_id, near_sets.for_adult, members.game_id AS neighbor_id, near_sets.score
FROM near_sets
JOIN members ON members.feature_set_id = near_sets.near_set_id AND members.for_adult = near_sets.for_adult
WHERE members.member_rank <= 51
QUALIFY
  ROW_NUMBER() OVER (
    PARTITION BY near_sets.feature_set_id, near_sets.for_adult ORDER BY near_sets.score DESC, members.game_id
  ) <= 51
